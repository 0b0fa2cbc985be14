package dev.mallbots.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtobufTest {

    private static final Path PUBLISHED = Path.of("src", "test", "resources", "published-shape.txt");

    @Test
    void every_file_is_under_test() throws IOException {
        try (var files = Files.walk(Contracts.PROTO)) {
            assertThat(Contracts.FILES)
                    .extracting(FileDescriptor::getName)
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> Contracts.PROTO.relativize(file).toString())
                            .toList());
        }
    }

    @Test
    void no_published_element_is_renamed_retyped_or_dropped() {
        assertThat(Contracts.shape()).containsAll(Contracts.lines(PUBLISHED));
    }

    @Test
    void every_new_element_is_recorded_as_published() {
        assertThat(Contracts.lines(PUBLISHED))
                .as("add the lines that are missing to " + PUBLISHED)
                .containsAll(Contracts.shape());
    }

    @Test
    void no_number_is_a_floating_point_number() {
        assertThat(Contracts.fields())
                .extracting(FieldDescriptor::getJavaType)
                .doesNotContain(JavaType.DOUBLE, JavaType.FLOAT);
    }

    @Test
    void every_call_has_a_request_and_a_response_of_its_own() {
        assertThat(Contracts.services().stream().flatMap(service -> service.getMethods().stream()))
                .allSatisfy(call -> {
                    assertThat(call.getInputType().getName()).isEqualTo(call.getName() + "Request");
                    assertThat(call.getOutputType().getName()).isEqualTo(call.getName() + "Response");
                })
                .extracting(MethodDescriptor::getFullName)
                .isNotEmpty();
    }
}
