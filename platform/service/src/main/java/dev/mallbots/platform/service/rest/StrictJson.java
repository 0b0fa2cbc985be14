package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.util.AccessPattern;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.service.Fields;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

/** Parses JSON strictly: no value is guessed or converted to another type, and a number has its exact value. */
@Singleton
public class StrictJson implements ObjectMapperCustomizer {

    @Override
    @SuppressWarnings("deprecation") // the builder that would replace it is not ours: Quarkus makes the mapper
    public void customize(ObjectMapper mapper) {
        mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        mapper.getFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        // the byte parser, which is the only one to share names, can't read a name with an escaped character beyond
        // U+FFFF
        mapper.getFactory().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
        // the other decoder would replace invalid UTF-8 by a question mark
        mapper.getFactory().setInputDecorator(new Utf8());
        mapper.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.registerModule(new SimpleModule("mallbots")
                .addDeserializer(UUID.class, new WholeUuid())
                .addDeserializer(String.class, new PlainText())
                .addDeserializer(BigDecimal.class, new Amount())
                .addDeserializer(int.class, wholeInt(int.class))
                .addDeserializer(Integer.class, wholeInt(Integer.class))
                .addDeserializer(long.class, wholeLong(long.class))
                .addDeserializer(Long.class, wholeLong(Long.class)));
    }

    /** Accepts UTF-8, and throws {@link CharacterCodingException} for all else. */
    private static final class Utf8 extends InputDecorator {

        @Override
        public InputStream decorate(IOContext context, InputStream in) throws IOException {
            byte[] bytes = in.readAllBytes();
            return decorate(context, bytes, 0, bytes.length);
        }

        @Override
        public InputStream decorate(IOContext context, byte[] bytes, int offset, int length) throws IOException {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return new ByteArrayInputStream(bytes, offset, length);
        }

        @Override
        public Reader decorate(IOContext context, Reader characters) {
            return characters;
        }
    }

    /** Jackson's own accepts base64 too, and the empty string for the UUID of zeros. */
    private static final class WholeUuid extends StdScalarDeserializer<UUID> {

        WholeUuid() {
            super(UUID.class);
        }

        @Override
        public UUID deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (UUID) context.handleUnexpectedToken(UUID.class, parser);
            }
            String text = parser.getText();
            return Fields.isUuid(text)
                    ? UUID.fromString(text)
                    : (UUID) context.handleWeirdStringValue(UUID.class, text, "not a UUID");
        }
    }

    private static final class PlainText extends StdScalarDeserializer<String> {

        PlainText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && !Texts.isText(text)) {
                throw new JsonMappingException(parser, Texts.NO_TEXT, new RuleBroken("", Texts.NO_TEXT));
            }
            return text;
        }
    }

    /**
     * Every decimal of the contract is an amount or a price. Its value counts, not its notation: clients write 0.0001 as 1.0E-4 and 3.2 as
     * 3.20000, and neither has more than four decimals; nor has a number that {@link Money#meant} takes for an amount.
     */
    private static final class Amount extends StdScalarDeserializer<BigDecimal> {

        Amount() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            BigDecimal number = NumberDeserializers.BigDecimalDeserializer.instance.deserialize(parser, context);
            return number == null || number.scale() <= 0
                    ? number
                    : Money.meant(number).stripTrailingZeros();
        }
    }

    private static WholeNumber<Integer> wholeInt(Class<Integer> type) {
        return new WholeNumber<>(type, number -> Math.toIntExact(Fields.whole(number)));
    }

    private static WholeNumber<Long> wholeLong(Class<Long> type) {
        return new WholeNumber<>(type, Fields::whole);
    }

    /**
     * Accepts {@code 2.0} and {@code 1e2}, as {@link Fields#whole} does; all else, including missing values, is read as Jackson reads it.
     */
    private static final class WholeNumber<T extends Number> extends StdScalarDeserializer<T> {

        private final transient JsonDeserializer<T> plain;
        private final transient Function<BigDecimal, T> exactly;

        @SuppressWarnings("unchecked") // what is found for a type reads that type
        WholeNumber(Class<T> type, Function<BigDecimal, T> exactly) {
            super(type);
            this.plain = (JsonDeserializer<T>) NumberDeserializers.find(type, type.getName());
            this.exactly = exactly;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
                return plain.deserialize(parser, context);
            }
            try {
                return exactly.apply(parser.getDecimalValue());
            } catch (NumberFormatException fraction) {
                return plain.deserialize(parser, context);
            } catch (ArithmeticException tooLarge) {
                throw new InputCoercionException(parser, "out of range", JsonToken.VALUE_NUMBER_FLOAT, handledType());
            }
        }

        @Override
        public T getNullValue(DeserializationContext context) throws JsonMappingException {
            return plain.getNullValue(context);
        }

        @Override
        public AccessPattern getNullAccessPattern() {
            return plain.getNullAccessPattern();
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) throws JsonMappingException {
            return plain.getEmptyValue(context);
        }

        @Override
        public LogicalType logicalType() {
            return plain.logicalType();
        }
    }
}
