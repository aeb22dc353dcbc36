package org.vibrissa.hubble.internal.relay;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ObserverGrpc.ObserverStub;

/** Asks all nodes the same and goes on when each has answered or has had its time. */
final class Survey<A> {
    private static final long SECONDS = 5;

    private final Map<Link, Optional<A>> answers = new LinkedHashMap<>();
    private final Consumer<Map<Link, Optional<A>>> then;
    private int open;

    private Survey(List<Link> links, Consumer<Map<Link, Optional<A>>> then) {
        this.then = then;
        open = links.size();
        links.forEach(link -> answers.put(link, Optional.empty()));
    }

    /**
     * Asks.
     *
     * @param then gets the answers, none of nodes that are away; on gRPC's threads
     */
    static <A> void ask(
            List<Link> links,
            BiConsumer<ObserverStub, StreamObserver<A>> question,
            Consumer<Map<Link, Optional<A>>> then) {
        Survey<A> survey = new Survey<>(links, then);
        if (links.isEmpty()) {
            then.accept(Map.of());
        }
        for (Link link : links) {
            question.accept(stub(link.channel()), survey.observer(link));
        }
    }

    private static ObserverStub stub(Channel channel) {
        return ObserverGrpc.newStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    private StreamObserver<A> observer(Link link) {
        return new StreamObserver<>() {
            private A answer;

            @Override
            public void onNext(A next) {
                answer = next;
            }

            @Override
            public void onError(Throwable problem) {
                boolean away = Status.fromThrowable(problem).getCode() == Status.Code.UNAVAILABLE;
                if (away) {
                    link.channel().resetConnectBackoff();
                }
                done(link, Optional.empty());
            }

            @Override
            public void onCompleted() {
                done(link, Optional.ofNullable(answer));
            }
        };
    }

    private void done(Link link, Optional<A> answer) {
        boolean last;
        synchronized (this) {
            answers.put(link, answer);
            last = --open == 0;
        }
        if (last) {
            then.accept(answers);
        }
    }
}
