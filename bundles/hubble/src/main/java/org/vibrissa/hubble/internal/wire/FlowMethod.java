package org.vibrissa.hubble.internal.wire;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.function.BiConsumer;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;

/** An Observer service whose GetFlows sends encoded flows. */
public final class FlowMethod {
    private FlowMethod() {}

    /** A client to which a sender is made when it is known what it wants. */
    public static final class Client {
        private final ServerCallStreamObserver<byte[]> observer;

        private Client(ServerCallStreamObserver<byte[]> observer) {
            this.observer = observer;
        }

        /** Bytes that may wait for the client before it is not ready. */
        public void limit(int bytes) {
            observer.setOnReadyThreshold(bytes);
        }

        public FlowSender sender(FlowEncoder encoder) {
            return new FlowSender(observer, encoder);
        }

        /** Refuses the request. */
        public void refuse(io.grpc.Status status) {
            observer.onError(status.asRuntimeException());
        }
    }

    /** The same service, with this in the place of its GetFlows. */
    public static ServerServiceDefinition in(
            BindableService service, BiConsumer<GetFlowsRequest, Client> getFlows) {
        ServerServiceDefinition whole = service.bindService();
        MethodDescriptor<GetFlowsRequest, GetFlowsResponse> plain =
                ObserverGrpc.getGetFlowsMethod();
        MethodDescriptor<GetFlowsRequest, byte[]> encoded =
                plain.toBuilder(plain.getRequestMarshaller(), new EncodedMarshaller()).build();
        ServiceDescriptor.Builder methods =
                ServiceDescriptor.newBuilder(whole.getServiceDescriptor().getName())
                        .setSchemaDescriptor(whole.getServiceDescriptor().getSchemaDescriptor())
                        .addMethod(encoded);
        for (ServerMethodDefinition<?, ?> method : whole.getMethods()) {
            if (!isGetFlows(method)) {
                methods.addMethod(method.getMethodDescriptor());
            }
        }
        ServerServiceDefinition.Builder definition =
                ServerServiceDefinition.builder(methods.build());
        definition.addMethod(
                encoded,
                ServerCalls.asyncServerStreamingCall(
                        (request, client) ->
                                getFlows.accept(
                                        request,
                                        new Client((ServerCallStreamObserver<byte[]>) client))));
        for (ServerMethodDefinition<?, ?> method : whole.getMethods()) {
            if (!isGetFlows(method)) {
                definition.addMethod(method);
            }
        }
        return definition.build();
    }

    private static boolean isGetFlows(ServerMethodDefinition<?, ?> method) {
        return method.getMethodDescriptor()
                .getFullMethodName()
                .equals(ObserverGrpc.getGetFlowsMethod().getFullMethodName());
    }
}
