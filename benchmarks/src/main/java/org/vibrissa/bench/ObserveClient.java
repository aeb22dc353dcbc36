package org.vibrissa.bench;

import com.google.protobuf.TextFormat;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;

/** Follows flows until its standard input ends, and says how many it got. */
final class ObserveClient {
    private static final AtomicLong FLOWS = new AtomicLong();

    private ObserveClient() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(new File(args[0])))
                        .channelType(EpollDomainSocketChannel.class)
                        .eventLoopGroup(loop)
                        .directExecutor()
                        .usePlaintext()
                        .build();
        GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder().setFollow(true);
        if (!args[2].isEmpty()) {
            request.addWhitelist(TextFormat.parse(args[2], FlowFilter.class));
        }
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            ObserverGrpc.newStub(channel).getFlows(request.build(), new Counter());
        }
        if (System.in.read() >= 0) {
            throw new IOException("nothing is to be said to a client");
        }
        // What is under way arrives.
        long before = -1;
        while (before != FLOWS.get()) {
            before = FLOWS.get();
            TimeUnit.MILLISECONDS.sleep(300);
        }
        System.out.println(FLOWS.get());
        System.exit(0);
    }

    /** Counts; what goes wrong ends the process. */
    private static final class Counter implements StreamObserver<GetFlowsResponse> {
        @Override
        public void onNext(GetFlowsResponse response) {
            if (response.hasFlow()) {
                FLOWS.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable problem) {
            System.err.println(problem);
            System.exit(1);
        }

        @Override
        public void onCompleted() {
            System.exit(1);
        }
    }
}
