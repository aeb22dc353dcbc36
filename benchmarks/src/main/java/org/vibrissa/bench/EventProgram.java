package org.vibrissa.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.bench.bpf.BenchCount;
import org.vibrissa.bench.bpf.Maps;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.internal.own.KernelAccess;
import org.vibrissa.bpf.internal.own.LoaderNode;
import org.vibrissa.bpf.internal.own.OwnedLoader;
import org.vibrissa.bpf.internal.own.Owner;
import org.vibrissa.bpf.internal.own.Sharing;

/** The program of ringbuf.bpf.c, loaded by the loader service outside of OSGi. */
final class EventProgram implements AutoCloseable {
    private final Path pins =
            Path.of("/sys/fs/bpf/vt" + ProcessHandle.current().pid() + "_ringbuf");
    private final OwnedLoader loader;
    private final BpfObject object;
    private final BpfMap<Integer, BenchCount> counts;
    private final RingReader ring;
    private final byte[] packet = packet();

    EventProgram() {
        loader = new LoaderNode(KernelAccess.open(pins), new Alone(), "bench").loader(new Bench());
        object = loader.load(ObjectRequest.of("bpf/ringbuf.bpf.o"));
        counts = object.map(Maps.BENCH_COUNTS.name(), Maps.BENCH_COUNTS.key(), BenchCount.CODEC);
        ring =
                object.map(
                                Maps.BENCH_EVENTS.name(),
                                Maps.BENCH_EVENTS.key(),
                                Maps.BENCH_EVENTS.value())
                        .ring();
    }

    RingReader ring() {
        return ring;
    }

    /** Runs the program on {@code packets} packets in the kernel. */
    void send(int packets) {
        int verdict =
                object.program("bench_trace")
                        .testRun(TestRunRequest.of(packet).repeated(packets))
                        .retval();
        if (verdict != 0) {
            throw new IllegalStateException("the program returned " + verdict);
        }
    }

    /** What the program has counted. */
    BenchCount counts() {
        return counts.get(0).orElseThrow();
    }

    /** A TCP packet 10.0.0.1:443 to 10.0.0.2:40000. */
    private static byte[] packet() {
        ByteBuffer p = ByteBuffer.allocate(64);
        p.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}).putShort((short) 0x0800);
        p.put((byte) 0x45).put((byte) 0).putShort((short) 50).putInt(0);
        p.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
        p.putShort((short) 443).putShort((short) 40000);
        return p.array();
    }

    @Override
    public void close() throws IOException {
        loader.close();
        Files.deleteIfExists(pins);
    }

    /** This class path as a bundle. */
    private record Bench() implements Owner {
        @Override
        public String symbolicName() {
            return "org.vibrissa.bench";
        }

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Optional<byte[]> entry(String path) {
            try (InputStream in = Bench.class.getResourceAsStream("/" + path)) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<String> objects() {
            return List.of("bpf/ringbuf.bpf.o");
        }
    }

    /** No other bundle. */
    private record Alone() implements Sharing {
        @Override
        public Optional<Provided> provider(String map) {
            return Optional.empty();
        }

        @Override
        public Optional<Access> granted(Owner consumer, String map) {
            return Optional.empty();
        }

        @Override
        public boolean core(Owner owner) {
            return false;
        }

        @Override
        public Optional<Stated> layout(Owner owner, String map) {
            return Optional.empty();
        }

        @Override
        public Set<String> features(Owner owner) {
            return Set.of();
        }

        @Override
        public String clause(String map, Access wanted) {
            return "";
        }
    }
}
