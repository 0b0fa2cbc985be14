package dev.mallbots.platform.testing;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds whether a method, with all methods that it calls, calls a port that is {@code @Remote}. */
final class RemoteCalls {

    private static final String REMOTE = "dev.mallbots.platform.kernel.Remote";

    private static final String GRPC_CLIENT = "io.quarkus.grpc.MutinyService";

    private RemoteCalls() {}

    /** Follows calls, lambdas and method references through all imported classes, and interfaces to their implementations. */
    static ArchCondition<JavaMethod> notGetToAnotherProcess() {
        return new ArchCondition<>("not get to another process") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                wayOut(method)
                        .ifPresent(way -> events.add(SimpleConditionEvent.violated(
                                method, "%s gets to another process: %s".formatted(method.getFullName(), way))));
            }
        };
    }

    static boolean isRemote(JavaClass type) {
        return type.isAnnotatedWith(REMOTE);
    }

    static boolean isClient(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().isAssignableTo(GRPC_CLIENT));
    }

    private static Optional<String> wayOut(JavaMethod start) {
        Map<JavaCodeUnit, String> ways = new HashMap<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        ways.put(start, start.getName());
        open.add(start);
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.remove();
            for (JavaCodeUnit next : accessedBy(unit).toList()) {
                String way = ways.get(unit) + " -> " + next.getOwner().getSimpleName() + "." + next.getName();
                if (isRemote(next.getOwner())) {
                    return Optional.of(way);
                }
                Stream.concat(Stream.of(next), implementationsOf(next)).forEach(it -> {
                    if (ways.putIfAbsent(it, way) == null) {
                        open.add(it);
                    }
                });
            }
        }
        return Optional.empty();
    }

    private static Stream<JavaCodeUnit> accessedBy(JavaCodeUnit unit) {
        return Stream.concat(
                        unit.getCallsFromSelf().stream().flatMap(call -> codeUnit(call.getTarget())),
                        unit.getCodeUnitReferencesFromSelf().stream().flatMap(by -> codeUnit(by.getTarget())))
                .filter(target -> target.getOwner().getPackageName().startsWith("dev.mallbots"));
    }

    private static Stream<JavaCodeUnit> codeUnit(AccessTarget target) {
        return target.resolveMember().stream()
                .filter(JavaCodeUnit.class::isInstance)
                .map(JavaCodeUnit.class::cast);
    }

    private static Stream<JavaCodeUnit> implementationsOf(JavaCodeUnit unit) {
        return unit.getOwner().getAllSubclasses().stream()
                .flatMap(type -> type.tryGetMethod(unit.getName(), names(unit)).stream());
    }

    private static String[] names(JavaCodeUnit unit) {
        return unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    }
}
