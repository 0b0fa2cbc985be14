package dev.mallbots.contracts.asyncapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import dev.mallbots.contracts.Contracts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as a protobuf file of its own, cut out of the sources with everything that it refers to, comments included. */
final class ProtobufText {

    private static final String GOOGLE = "google.protobuf.";

    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final TreeSet<String> imports = new TreeSet<>();

    private ProtobufText() {}

    static String of(Descriptor message) {
        ProtobufText text = new ProtobufText();
        text.add(message);
        StringBuilder file = new StringBuilder("syntax = \"proto3\";\npackage %s;\n"
                .formatted(message.getFile().getPackage()));
        text.imports.forEach(name -> file.append("import \"%s\";\n".formatted(name)));
        text.definitions.values().forEach(definition -> file.append("\n").append(definition));
        return file.toString();
    }

    private void add(GenericDescriptor type) {
        if (type.getFullName().startsWith(GOOGLE)) {
            imports.add(type.getFile().getName());
            return;
        }
        if (definitions.containsKey(type.getFullName())) {
            return;
        }
        definitions.put(type.getFullName(), definition(type));
        if (type instanceof Descriptor message) {
            message.getFields().forEach(this::addTypeOf);
        }
    }

    private void addTypeOf(FieldDescriptor field) {
        switch (field.getJavaType()) {
            case MESSAGE -> add(field.getMessageType());
            case ENUM -> add(field.getEnumType());
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> {}
        }
    }

    /** Names of types without our packages, since the file has only one package. */
    private static String definition(GenericDescriptor type) {
        String source = String.join(
                        "\n",
                        Contracts.lines(Contracts.PROTO.resolve(type.getFile().getName()))) + "\n";
        String keyword = type instanceof EnumDescriptor ? "enum" : "message";
        Matcher definition = Pattern.compile(
                        "(?m)(^//.*\n)*^%s %s \\{(?s:}|.*?^})\n".formatted(keyword, type.getName()))
                .matcher(source);
        if (!definition.find()) {
            throw new AssertionError("%s does not define %s at its margin."
                    .formatted(type.getFile().getName(), type.getName()));
        }
        return definition.group().replaceAll("\\bmallbots(\\.\\w+)*\\.(?=[A-Z])", "");
    }
}
