package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.service.Fields;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Parses parameters: JAX-RS alone answers 404 for an unreadable parameter, without naming the fault. */
@Provider
public class ParameterTypes implements ParamConverterProvider {

    private static final Map<Class<?>, Reader<?>> READERS = Map.of(
            UUID.class, new Reader<>("must be a UUID", text -> Fields.uuid("", text)),
            Integer.class, new Reader<>("must be a whole number", text -> Math.toIntExact(whole(text))),
            Long.class, new Reader<>("must be a whole number", ParameterTypes::whole),
            BigDecimal.class, new Reader<>("must be a number", BigDecimal::new),
            Boolean.class, new Reader<>("must be true or false", ParameterTypes::trueOrFalse),
            Instant.class, new Reader<>("must be an instant such as 2030-01-31T12:00:00Z", Instant::parse));

    @Override
    @SuppressWarnings("unchecked") // READERS has for a class only readers of that class
    public <T> ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        return (ParamConverter<T>) READERS.get(rawType);
    }

    private static long whole(String text) {
        return Fields.whole(new BigDecimal(text));
    }

    private static Boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private record Reader<T>(String expectation, Function<String, T> read) implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            try {
                return read.apply(text);
            } catch (RuntimeException unreadable) {
                throw new BadParameter(text, expectation);
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }
}
