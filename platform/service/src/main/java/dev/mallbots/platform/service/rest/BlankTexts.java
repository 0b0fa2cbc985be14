package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.kernel.Texts;
import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.NotBlank;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;

/** {@link NotBlank} means what {@link Texts#isBlank} means, wherever it stands: Hibernate Validator's own looks for spaces of ASCII alone. */
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

    /** Made by Hibernate Validator. */
    public static final class Visible implements ConstraintValidator<NotBlank, CharSequence> {

        @Override
        public boolean isValid(CharSequence text, ConstraintValidatorContext context) {
            return text != null && !Texts.isBlank(text.toString());
        }
    }
}
