package org.vibrissa.fleet.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.vibrissa.fleet.FleetHandler;
import org.vibrissa.fleet.internal.join.Joining;
import org.vibrissa.fleet.internal.member.MemberKind;
import org.vibrissa.fleet.internal.member.Membership;
import org.vibrissa.fleet.internal.trust.FleetFolder;
import org.vibrissa.fleet.internal.trust.Lifetimes;
import org.vibrissa.fleet.internal.trust.Token;
import org.vibrissa.fleet.internal.wire.WireLimits;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.internal.EmbeddedStore;

/** A host of its own folder and port on 127.0.0.1, with a real store. */
final class TestHost implements AutoCloseable {
    static final String GROUP = "Group";
    static final String NUMBERED = "Numbered";

    /** Fewer clients than in a daemon and a shorter silence; the times are those of daemons. */
    private static final WireLimits LIMITS =
            new WireLimits(1 << 20, 64 << 10, 10_000, 10_000, 2000, 10_000, 10_000, 64, 16, 16, 8);

    final String name;
    final Path folder;
    final int port;
    final List<FleetHandler> handlers = new CopyOnWriteArrayList<>();
    Clock clock = Clock.systemUTC();
    Lifetimes lifetimes = Lifetimes.DEFAULT;
    WireLimits limits = LIMITS;
    Joining.Steps steps = Joining.Steps.ALL;
    boolean numbered = true;
    EmbeddedStore store;
    FleetLife life;

    TestHost(Path parent, String name) {
        this.name = name;
        folder = parent.resolve(name);
        port = freePort();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    TestHost start() {
        store = new EmbeddedStore(node());
        store.addKind(new MemberKind());
        store.addKind(new TestKind("Node", false));
        store.addKind(new TestKind(GROUP, false));
        if (numbered) {
            store.addKind(new TestKind(NUMBERED, true));
        }
        store.addKind(new LocalKind());
        life = new FleetLife(surroundings(), steps);
        life.resume();
        return this;
    }

    Surroundings surroundings() {
        return new Surroundings(
                name,
                "",
                port,
                store,
                fleetFolder(),
                () -> handlers,
                clock,
                lifetimes,
                limits,
                Duration.ofMillis(150));
    }

    FleetFolder fleetFolder() {
        return new FleetFolder(folder.resolve("fleet"));
    }

    /** Ends without a word to anybody, as a killed daemon does. */
    void stop() {
        life.close();
        store.close();
    }

    TestHost restart() {
        stop();
        return start();
    }

    @Override
    public void close() {
        stop();
    }

    Membership member() {
        return life.required();
    }

    Token token() {
        return token(1);
    }

    Token token(int uses) {
        Token token = life.token(address(), Duration.ofHours(1), uses);
        await("the founder listens", () -> listens(this));
        return token;
    }

    private Optional<String> address() {
        return life.membership().isPresent() ? Optional.empty() : Optional.of("127.0.0.1");
    }

    static boolean listens(TestHost host) {
        try (java.net.Socket socket =
                new java.net.Socket(InetAddress.getLoopbackAddress(), host.port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String join(Token token) {
        return life.join(token, Optional.of("127.0.0.1"));
    }

    void apply(String kind, String resource, int number) {
        store.apply(List.of(TestKind.document(kind, resource, number(number))), ApplyOptions.USER);
    }

    void node(String address, String prefix) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.putArray("addresses").add(address);
        spec.putArray("prefixes").add(prefix);
        store.apply(List.of(TestKind.document("Node", name, spec)), ApplyOptions.DAEMON);
    }

    static JsonNode number(int number) {
        return JsonNodeFactory.instance.objectNode().put("number", number);
    }

    void delete(String kind, String resource) {
        store.delete(List.of(ResourceKey.of(kind, resource)), ApplyOptions.USER);
    }

    Optional<Resource> get(String kind, String resource) {
        return store.get(ResourceKey.of(kind, resource));
    }

    /** The number of a resource; -1 where there is none. */
    int number(String kind, String resource) {
        return get(kind, resource).map(r -> r.spec().path("number").asInt()).orElse(-1);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within 20 s: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    private Node node() {
        return new Node() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String version() {
                return "0";
            }

            @Override
            public Instant startedAt() {
                return Instant.EPOCH;
            }

            @Override
            public Path runDir() {
                return folder;
            }

            @Override
            public Path stateDir() {
                return folder;
            }

            @Override
            public Path bpfDir() {
                return folder;
            }

            @Override
            public Path configDir() {
                return folder;
            }
        };
    }

    /** A kind of this host alone. */
    private static final class LocalKind implements ResourceKind<JsonNode> {
        @Override
        public String apiVersion() {
            return TestKind.VERSION;
        }

        @Override
        public String kind() {
            return "Local";
        }

        @Override
        public String plural() {
            return "locals";
        }

        @Override
        public JsonNode decode(JsonNode spec) {
            return spec;
        }
    }
}
