package dev.mallbots.platform.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.mallbots.platform.kernel.Remote;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RemoteCallsTest {

    @Remote
    interface Neighbour {
        String answer();
    }

    interface Port {
        String value(Supplier<String> fallback);
    }

    static class Adapter implements Port {

        Neighbour neighbour;

        @Override
        public String value(Supplier<String> fallback) {
            return neighbour.answer();
        }
    }

    static class UseCase {

        Neighbour neighbour;
        Port port;

        String asksInALambda() {
            return later(() -> neighbour.answer());
        }

        String asksByReference() {
            return later(neighbour::answer);
        }

        String asksBehindAPort() {
            return port.value(() -> "");
        }

        String asksNobody() {
            return later(() -> "");
        }

        private static String later(Supplier<String> work) {
            return work.get();
        }
    }

    @Test
    void a_call_is_found_in_lambdas_in_references_and_behind_ports() {
        var found = methods()
                .that()
                .areDeclaredIn(UseCase.class)
                .and()
                .haveNameStartingWith("asks")
                .should(RemoteCalls.notGetToAnotherProcess())
                .evaluate(new ClassFileImporter()
                        .importClasses(UseCase.class, Adapter.class, Port.class, Neighbour.class))
                .getFailureReport()
                .getDetails();

        assertThat(found).hasSize(3).noneMatch(it -> it.contains("asksNobody"));
    }
}
