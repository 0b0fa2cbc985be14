package dev.mallbots.platform.pacts;

import static java.util.stream.Collectors.toCollection;

import io.grpc.stub.AbstractStub;
import io.quarkus.grpc.MutinyService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The gRPC calls in compiled code: every reference to a method of a client that is generated from the contracts. */
final class CallsInCode {

    private static final Pattern CLIENT =
            Pattern.compile("dev/mallbots/contracts/(.+)/(?:Mutiny)?(\\w+?)(?:Client|Grpc\\$\\w+Stub)?");
    private static final String REQUEST = "(Ldev/mallbots/contracts/";

    private CallsInCode() {}

    /** The full names of the called methods: {@code mallbots.stores.v1.StoresService/GetStores}. */
    static Set<String> in(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .flatMap(CallsInCode::of)
                    .collect(toCollection(TreeSet::new));
        }
    }

    private static Stream<String> of(Path file) {
        try {
            return StreamSupport.stream(
                            ClassFile.of().parse(file).constantPool().spliterator(), false)
                    .filter(MemberRefEntry.class::isInstance)
                    .flatMap(entry -> call((MemberRefEntry) entry).stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> call(MemberRefEntry entry) {
        Matcher client = CLIENT.matcher(entry.owner().asInternalName());
        if (!entry.type().stringValue().startsWith(REQUEST) || !client.matches() || !isClient(entry)) {
            return Optional.empty();
        }
        String method = entry.name().stringValue();
        return Optional.of("mallbots.%s.%s/%s%s"
                .formatted(
                        client.group(1).replace('/', '.'),
                        client.group(2),
                        method.substring(0, 1).toUpperCase(Locale.ROOT),
                        method.substring(1)));
    }

    private static boolean isClient(MemberRefEntry entry) {
        try {
            Class<?> type = Class.forName(
                    entry.owner().asInternalName().replace('/', '.'), false, CallsInCode.class.getClassLoader());
            return MutinyService.class.isAssignableFrom(type) || AbstractStub.class.isAssignableFrom(type);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
