package org.vibrissa.hubble.internal.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.Invocation;
import org.vibrissa.runtime.Node;

/**
 * Asks servers of Hubble's interface for commands. The first command makes the thread that serves
 * the channels: a daemon whose users never observe has none.
 */
@Component(service = Servers.class)
public final class Servers implements AutoCloseable {
    /** As Hubble's command line. */
    private static final long CONNECT_SECONDS = 5;

    private final Node node;
    private Channels channels;
    private boolean ended;

    @Activate
    public Servers(@Reference Node node) {
        this.node = node;
    }

    /** Ends all channels; later questions are refused. */
    @Override
    @Deactivate
    public synchronized void close() {
        ended = true;
        if (channels != null) {
            channels.close();
        }
    }

    /** This daemon's own server. */
    public static Path socket(Node node) {
        return node.runDir().resolve("hubble.sock");
    }

    /** This daemon's listener for the whole fleet. */
    public static Path fleetSocket(Node node) {
        return node.runDir().resolve("hubble-relay.sock");
    }

    /** The server that options name, as users know it. */
    public String named(ServerOptions options) {
        return address(options).target();
    }

    private ServerAddress address(ServerOptions options) {
        return options.server()
                .orElseGet(
                        () -> ServerAddress.of(options.fleet() ? fleetSocket(node) : socket(node)));
    }

    /**
     * A stream of answers, until there are no more or the client goes.
     *
     * @param call starts the call
     * @param each gets the answers; output is flushed when none is there
     * @throws StatusRuntimeException when the server is away or refuses
     */
    public <Q, A> void stream(
            ServerOptions options,
            Invocation invocation,
            BiConsumer<ManagedChannel, AnswerQueue<Q, A>> call,
            Consumer<A> each) {
        ask(
                options,
                invocation,
                channel -> {
                    AnswerQueue<Q, A> answers = new AnswerQueue<>();
                    call.accept(channel, answers);
                    invocation.onCancel(answers::cancel);
                    takeAll(answers, invocation, each);
                    return true;
                });
    }

    private static <Q, A> void takeAll(
            AnswerQueue<Q, A> answers, Invocation invocation, Consumer<A> each) {
        Runnable flush =
                () -> {
                    invocation.out().flush();
                    invocation.err().flush();
                };
        try {
            for (A next = answers.take(flush); next != null; next = answers.take(flush)) {
                each.accept(next);
            }
        } catch (StatusRuntimeException e) {
            if (!invocation.cancelled()) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answers.cancel();
        }
    }

    /**
     * What a server answers.
     *
     * @throws StatusRuntimeException when it is away or refuses
     */
    public <T> T ask(
            ServerOptions options, Invocation invocation, Function<ManagedChannel, T> question) {
        ManagedChannel channel = channels().open(address(options), options.credentials(invocation));
        try {
            Connecting.await(channel, CONNECT_SECONDS, invocation::cancelled);
            return question.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private synchronized Channels channels() {
        if (ended) {
            throw Status.UNAVAILABLE
                    .withDescription("the hubble bundle stops")
                    .asRuntimeException();
        }
        if (channels == null) {
            channels = new Channels();
        }
        return channels;
    }
}
