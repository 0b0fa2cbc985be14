package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.kernel.Texts;
import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.NotBlank;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;

/** Makes {@link NotBlank} mean {@link Texts#isBlank} everywhere: Hibernate Validator's own checks only ASCII spaces. */
@ApplicationScoped
public class BlankTexts implements ValidatorFactoryCustomizer {

    @Override
    public void customize(BaseHibernateValidatorConfiguration<?> configuration) {
        ConstraintMapping mapping = configuration.createConstraintMapping();
        mapping.constraintDefinition(NotBlank.class)
                .includeExistingValidators(false)
                .validatedBy(Visible.class);
        configuration.addMapping(mapping);
    }

    /** Created by Hibernate Validator. */
    public static final class Visible implements ConstraintValidator<NotBlank, CharSequence> {

        @Override
        public boolean isValid(CharSequence text, ConstraintValidatorContext context) {
            return text != null && !Texts.isBlank(text.toString());
        }
    }
}
