package dev.mallbots.platform.service.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Refuses a request with a control character in one of its texts, by the same rule as over HTTP ({@link Texts#isText}): INVALID_ARGUMENT
 * names the field. The service does not get such a request.
 */
@GlobalInterceptor
@ApplicationScoped
public class PlainTexts implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            private boolean refused;

            @Override
            public void onMessage(Q request) {
                try {
                    if (request instanceof Message message) {
                        check("", message);
                    }
                    super.onMessage(request);
                } catch (RuleBroken broken) {
                    refused = true;
                    StatusException status = GrpcErrors.status(broken);
                    call.close(status.getStatus(), status.getTrailers());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static void check(String prefix, Message message) {
        message.getAllFields().forEach((field, value) -> {
            String path = prefix + field.getJsonName();
            if (!field.isRepeated()) {
                checkValue(path, field, value);
            } else {
                List<?> values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                    checkValue(path + "[" + i + "]", field, values.get(i));
                }
            }
        });
    }

    private static void checkValue(String path, FieldDescriptor field, Object value) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            check(path + ".", (Message) value);
        } else if (field.getJavaType() == JavaType.STRING && !Texts.isText((String) value)) {
            throw new RuleBroken(path, Texts.NO_TEXT);
        }
    }
}
