package org.vibrissa.hubble.internal.serve;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Tells clients the server's version with each answer, as Hubble does. */
public final class VersionHeader implements ServerInterceptor {
    private final Metadata.Key<String> name;
    private final String version;

    /**
     * As this header.
     *
     * @param header {@code hubble-server-version} or {@code hubble-relay-version}
     */
    public VersionHeader(String header, String version) {
        this.name = Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER);
        this.version = version;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendHeaders(Metadata answer) {
                        answer.put(name, version);
                        super.sendHeaders(answer);
                    }

                    @Override
                    public void setOnReadyThreshold(int bytes) {
                        delegate().setOnReadyThreshold(bytes);
                    }
                },
                headers);
    }
}
