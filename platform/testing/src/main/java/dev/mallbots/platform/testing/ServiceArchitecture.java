package dev.mallbots.platform.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * The layout of a service as tests. A service extends it and passes its base package: {@code super("dev.mallbots.stores")}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ServiceArchitecture {

    private static final Set<String> INEXACT = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    private final String service;
    private final JavaClasses code;

    /** @param basePackage the service's base package, for example {@code dev.mallbots.stores} */
    protected ServiceArchitecture(String basePackage) {
        service = basePackage;
        code = CompiledCode.OF_THIS_MODULE;
    }

    @Test
    void the_domain_is_plain_java() {
        check(classes()
                .that()
                .resideInAPackage(service + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("", "java..", "dev.mallbots.platform.kernel..", service + ".domain..")
                .because("business rules outlive frameworks, and their tests run without one"));
    }

    @Test
    void the_application_depends_on_no_adapter() {
        check(noClasses()
                .that()
                .resideInAPackage(service + ".application..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(service + ".in..", service + ".out..")
                .because("the application defines ports, and adapters implement them"));
    }

    @Test
    void incoming_adapters_call_use_cases_only() {
        check(noClasses()
                .that()
                .resideInAPackage(service + ".in..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(service + ".out..")
                .because("an incoming adapter translates and calls a use case"));
    }

    @Test
    void outgoing_adapters_do_not_depend_on_incoming_ones() {
        check(noClasses()
                .that()
                .resideInAPackage(service + ".out..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(service + ".in..")
                .because("an outgoing adapter serves use cases of every caller"));
    }

    @Test
    void no_service_depends_on_another_one() {
        DescribedPredicate<JavaClass> foreign = resideInAPackage("dev.mallbots..")
                .and(DescribedPredicate.not(resideInAnyPackage(
                        service, service + "..", "dev.mallbots.contracts..", "dev.mallbots.platform..")));
        check(noClasses()
                .should()
                .dependOnClassesThat(foreign.as("belong to another service"))
                .because("services share the contracts and the platform, nothing else"));
    }

    @Test
    void a_class_that_calls_another_service_implements_a_remote_port() {
        check(classes()
                .that()
                .resideInAPackage(service + ".out..")
                .and()
                .areNotInterfaces()
                .and(DescribedPredicate.<JavaClass>describe("call another service", RemoteCalls::isClient))
                .should()
                .implement(DescribedPredicate.<JavaClass>describe("a port that is @Remote", RemoteCalls::isRemote))
                .because("the rule about transactions below recognises calls to other processes by it"));
    }

    @Test
    void no_transaction_waits_for_another_process() {
        check(
                methods()
                        .that()
                        .areAnnotatedWith("io.quarkus.hibernate.reactive.panache.common.WithTransaction")
                        .should(RemoteCalls.notGetToAnotherProcess())
                        .because(
                                "a service that does not answer would hold row locks and a connection: call it before the transaction, or after it"));
    }

    @Test
    void a_disconnected_client_cancels_no_transaction() {
        check(classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .should()
                .beAnnotatedWith(DescribedPredicate.describe(
                        "@Cancellable(false)",
                        annotation -> annotation.getRawType().getName().endsWith(".Cancellable")
                                && annotation.get("value").equals(Optional.of(false))))
                .because("a transaction that is cancelled in the middle may commit half of it, or keep its connection:"
                        + " https://github.com/quarkusio/quarkus/issues/51576"));
    }

    @Test
    void amounts_are_exact() {
        DescribedPredicate<JavaClass> inexact =
                DescribedPredicate.describe("float or double", type -> INEXACT.contains(type.getName()));
        check(noClasses()
                .that()
                .resideInAnyPackage(service + ".domain..", service + ".application..")
                .should()
                .dependOnClassesThat(inexact));
        check(noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(service + ".domain..", service + ".application..")
                .should()
                .haveRawType(inexact));
        check(noCodeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(service + ".domain..", service + ".application..")
                .should()
                .haveRawReturnType(inexact)
                .orShould()
                .haveRawParameterTypes(DescribedPredicate.describe(
                        "float or double", types -> types.stream().anyMatch(inexact))));
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(code);
    }
}
