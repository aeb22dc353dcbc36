package org.vibrissa.health.internal.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vibrissa.health.internal.loop.Loop;
import org.vibrissa.health.internal.probe.Prober;
import org.vibrissa.health.internal.wire.Hello;
import org.vibrissa.health.internal.wire.HelloProbe;
import org.vibrissa.health.internal.wire.Outcome;
import org.vibrissa.health.internal.wire.Pinger;
import org.vibrissa.health.internal.wire.Responder;

/** What runs while there are hosts to probe: the loop with its sockets. */
final class Engine implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final Loop loop = new Loop("vib-health");
    private final Pinger pinger;
    private final Prober prober;
    private final Listening listening;

    Engine(
            Surroundings here,
            Upkeep.Wishes wishes,
            Supplier<List<InetAddress>> addresses,
            Consumer<Hello> heard) {
        try {
            pinger = new Pinger(loop, here.echo());
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
        prober =
                new Prober(
                        loop,
                        wire(wishes.port()),
                        wishes.interval(),
                        wishes.rate(),
                        here.paths()::setGroup,
                        heard);
        Supplier<Hello> hello =
                () -> new Hello(here.node().name(), here.node().version(), addresses.get());
        listening = new Listening(here.namespaces(), new Responder(loop, hello), wishes.port());
    }

    private Prober.Wire wire(int port) {
        return new Prober.Wire() {
            @Override
            public void echo(InetAddress to, Consumer<Outcome> done) {
                pinger.send(to, PATIENCE, done);
            }

            @Override
            public void hello(InetAddress to, String node, Consumer<Outcome> done) {
                HelloProbe.send(loop, new InetSocketAddress(to, port), node, PATIENCE, done);
            }
        };
    }

    Prober prober() {
        return prober;
    }

    Listening listening() {
        return listening;
    }

    @Override
    public void close() {
        listening.close();
        pinger.close();
        loop.close();
    }
}
