package dev.mallbots.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * Compares the table {@code | consumes | use case | emits |} of a service's README.md with its code. Names in a cell are separated by
 * commas; a text that is not the name of a class ({@code GET /api/stores}) is not checked.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ServiceReadme {

    private static final String SUBSCRIBER = "dev.mallbots.platform.messaging.MessageSubscriber";
    private static final String USE_CASE = "jakarta.enterprise.context.ApplicationScoped";

    private final String service;
    private final JavaClasses code;
    private final List<Row> rows;

    private record Row(List<String> consumes, List<String> useCases, List<String> emits) {}

    /** @param basePackage the service's base package, for example {@code dev.mallbots.stores} */
    protected ServiceReadme(String basePackage) {
        service = basePackage;
        code = CompiledCode.OF_THIS_MODULE;
        rows = rows(Path.of("README.md"));
    }

    /** The packages, under the base package, that create the emitted messages; a service may add some. */
    protected List<String> emittingPackages() {
        return List.of("out.messaging");
    }

    @Test
    void the_readme_names_every_message_that_is_consumed() {
        Set<String> subscribed = code.stream()
                .filter(type -> type.isAssignableTo(SUBSCRIBER))
                .flatMap(type -> type.getReferencedClassObjects().stream())
                .map(ReferencedClassObject::getRawType)
                .filter(ServiceReadme::isMessage)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named(Row::consumes))
                .as("messages in the column 'consumes' and in MessageSubscriber beans")
                .containsExactlyElementsOf(subscribed);
    }

    @Test
    void the_readme_names_every_use_case() {
        Set<String> useCases = code.stream()
                .filter(type -> type.getPackageName().startsWith(service + ".application"))
                .filter(type -> type.isAnnotatedWith(USE_CASE))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named(Row::useCases))
                .as("classes in the column 'use case' and @ApplicationScoped ones in application")
                .containsExactlyElementsOf(useCases);
    }

    @Test
    void the_readme_names_every_message_that_is_emitted() {
        Set<String> emitted = messages(inAnyOf(emittingPackages()));
        Set<String> mentioned = messages(DescribedPredicate.alwaysTrue());

        Set<String> named = named(Row::emits);
        assertThat(named)
                .as("messages in the column 'emits' and in " + emittingPackages())
                .containsAll(emitted);
        assertThat(mentioned).as("messages that the code knows").containsAll(named);
    }

    private DescribedPredicate<JavaClass> inAnyOf(List<String> packages) {
        return JavaClass.Predicates.resideInAnyPackage(
                packages.stream().map(name -> service + "." + name + "..").toArray(String[]::new));
    }

    private Set<String> messages(DescribedPredicate<JavaClass> where) {
        return code.stream()
                .filter(where)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .filter(ServiceReadme::isMessage)
                .filter(ServiceReadme::standsAlone)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isMessage(JavaClass type) {
        return type.getPackageName().startsWith("dev.mallbots.contracts.")
                && !type.getEnclosingClass().isPresent()
                && !type.isInterface()
                && type.isAssignableTo(Message.class.getName());
    }

    /** Not a message that is only a part of others, such as a line of an order. */
    private static boolean standsAlone(JavaClass type) {
        Descriptor descriptor = Internal.getDefaultInstance(type.reflect().asSubclass(Message.class))
                .getDescriptorForType();
        return descriptor.getFile().getMessageTypes().stream()
                        .flatMap(message -> message.getFields().stream())
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .noneMatch(field -> field.getMessageType().equals(descriptor))
                && !descriptor.getFile().getPackage().equals("mallbots.common.v1");
    }

    private Set<String> named(Function<Row, List<String>> column) {
        return rows.stream().flatMap(row -> column.apply(row).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Row> rows(Path readme) {
        List<Row> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : lines(readme)) {
            List<String> cells = cells(line);
            if (cells.size() < 3) {
                inTable = false;
            } else if (cells.stream()
                    .limit(3)
                    .map(String::toLowerCase)
                    .toList()
                    .equals(List.of("consumes", "use case", "emits"))) {
                inTable = true;
            } else if (inTable) {
                rows.add(new Row(classNames(cells.get(0)), classNames(cells.get(1)), classNames(cells.get(2))));
            }
        }
        return rows;
    }

    private static List<String> lines(Path readme) {
        try {
            return Files.readAllLines(readme);
        } catch (IOException e) {
            throw new AssertionError("no README.md of the service", e);
        }
    }

    private static List<String> cells(String line) {
        if (!line.strip().startsWith("|")) {
            return List.of();
        }
        return Stream.of(line.strip().substring(1).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static List<String> classNames(String cell) {
        return Stream.of(cell.split(",|<br */?>"))
                .map(name -> name.replace("`", "").strip())
                .filter(name -> name.matches("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*"))
                .toList();
    }
}
