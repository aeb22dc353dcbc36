package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.DualWriteWindow;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.ProgArray;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.internal.own.TestTypes.Count;

/** Two layouts of one flow table, migrated to and fro while a program counts flows in it. */
@Tag("bpf")
class MigrationTest {
    private static final byte[] PACKET = new byte[64];

    /** The key of the second layout. */
    record Zoned(int id, int zone) {}

    private static final Codec<Integer> KEY1 = named(PlainCodecs.U32, "id");
    private static final Codec<Long> VALUE1 = named(PlainCodecs.U64, "packets");
    private static final Codec<Count> VALUE2 =
            TestTypes.pair("struct flow_value", "last", "packets");
    private static final Codec<Zoned> KEY2 =
            new Codec<>() {
                @Override
                public Layout layout() {
                    return new Layout(
                            "struct flow_key",
                            8,
                            List.of(
                                    new Layout.Field("id", 0, 4, "u32"),
                                    new Layout.Field("zone", 4, 4, "u32")));
                }

                @Override
                public void write(Zoned value, java.nio.ByteBuffer b, int at) {
                    b.putInt(at, value.id()).putInt(at + 4, value.zone());
                }

                @Override
                public Zoned read(java.nio.ByteBuffer b, int at) {
                    return new Zoned(b.getInt(at), b.getInt(at + 4));
                }
            };

    private static <T> Codec<T> named(Codec<T> plain, String field) {
        String type = "u" + 8 * plain.size();
        Layout layout =
                new Layout(
                        "struct",
                        plain.size(),
                        List.of(new Layout.Field(field, 0, plain.size(), type)));
        return new Codec<>() {
            @Override
            public Layout layout() {
                return layout;
            }

            @Override
            public void write(T value, java.nio.ByteBuffer b, int at) {
                plain.write(value, b, at);
            }

            @Override
            public T read(java.nio.ByteBuffer b, int at) {
                return plain.read(b, at);
            }
        };
    }

    private static final MapMigration.Converter<Integer, Long, Zoned, Count> UP =
            new MapMigration.Converter<>() {
                @Override
                public Zoned key(Integer old) {
                    return new Zoned(old, 0);
                }

                @Override
                public Optional<Count> value(Integer key, Long old) {
                    return Optional.of(new Count(0, old));
                }

                @Override
                public Optional<Integer> keyBack(Zoned key) {
                    return Optional.of(key.id());
                }

                @Override
                public Optional<Long> valueBack(Zoned key, Count value) {
                    return Optional.of(value.bytes());
                }

                @Override
                public Count merge(
                        Integer key,
                        Optional<Long> atCopy,
                        Long now,
                        Optional<Count> newNow,
                        Count converted) {
                    return newNow.map(
                                    n ->
                                            new Count(
                                                    n.packets(),
                                                    n.bytes() + now - atCopy.orElse(0L)))
                            .orElse(converted);
                }
            };

    private static final MapMigration.Converter<Zoned, Count, Integer, Long> DOWN =
            new MapMigration.Converter<>() {
                @Override
                public Integer key(Zoned old) {
                    return old.id();
                }

                @Override
                public Optional<Long> value(Zoned key, Count old) {
                    return Optional.of(old.bytes());
                }

                @Override
                public Long merge(
                        Zoned key,
                        Optional<Count> atCopy,
                        Count now,
                        Optional<Long> newNow,
                        Long converted) {
                    return newNow.map(n -> n + now.bytes() - atCopy.map(Count::bytes).orElse(0L))
                            .orElse(converted);
                }
            };

    private final TestHost host = new TestHost();
    private final OwnedLoader loader = host.bundle("org.test.flows");

    @AfterEach
    void end() {
        host.close();
    }

    private BpfObject load(int version) {
        host.state("org.test.flows", "flows", version, 3 - version);
        return loader.load(
                ObjectRequest.of("bpf/flows" + version + ".bpf.o")
                        .schema("flows", version)
                        .survive("flows"));
    }

    /**
     * Runs one packet of a flow after the other; each new packet is of a new flow or an old one.
     */
    private static final class Writer implements Runnable {
        private final BpfProgram root;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger flows = new AtomicInteger();
        private final AtomicLong packets = new AtomicLong();
        private final AtomicLong missed = new AtomicLong();

        Writer(BpfProgram root) {
            this.root = root;
        }

        @Override
        public void run() {
            while (!stop.get()) {
                TestRunRequest packet =
                        TestRunRequest.of(PACKET).with(SkbContext.EMPTY.withMark(nextFlow()));
                if (root.testRun(packet).retval() != 1) {
                    missed.incrementAndGet();
                }
                packets.incrementAndGet();
            }
        }

        private int nextFlow() {
            long n = packets.get();
            return n % 3 == 0 && flows.get() < 40_000
                    ? flows.incrementAndGet()
                    : 1 + (int) (n % flows.get());
        }
    }

    @Test
    void losesNoEntryInFiveMigrationsToAndFro() throws InterruptedException {
        BpfObject rootObject = load(1);
        ProgArray chain = rootObject.map("f_chain", PlainCodecs.U32, PlainCodecs.U32).progArray();
        chain.set(0, rootObject.program("f_count"));
        Writer writer = new Writer(rootObject.program("f_root"));
        Thread thread = new Thread(writer, "vt-writer");
        thread.start();
        try {
            for (int round = 0; round < 5; round++) {
                awaitPackets(writer, writer.packets.get() + 3000);
                BpfObject two = load(2);
                try (DualWriteWindow window =
                        loader.migrate(
                                new MapMigration<>(one(), two.map("flows", KEY2, VALUE2), UP),
                                () -> chain.set(0, two.program("f_count")))) {
                    assertTrue(window.report().copied() > 0);
                }
                assertTrue(loader.unpin("flows", 1));
                assertEquals(List.of(2), loader.pinnedSchemas("flows"));
                awaitPackets(writer, writer.packets.get() + 3000);
                BpfObject one = load(1);
                BpfMap<Zoned, Count> old = loader.pinned("flows", 2, KEY2, VALUE2).orElseThrow();
                loader.migrate(
                                new MapMigration<>(old, one.map("flows", KEY1, VALUE1), DOWN),
                                () -> chain.set(0, one.program("f_count")))
                        .close();
                assertTrue(loader.unpin("flows", 2));
            }
        } finally {
            writer.stop.set(true);
            thread.join();
        }
        Map<Integer, Long> flows = one().entries();
        for (int id = 1; id <= writer.flows.get(); id++) {
            assertTrue(flows.containsKey(id), "flow " + id + " of " + writer.flows + " is lost");
        }
        assertEquals(writer.flows.get(), flows.size());
        assertEquals(0, writer.missed.get());
        long counted = flows.values().stream().mapToLong(Long::longValue).sum();
        long off = Math.abs(counted - writer.packets.get());
        assertTrue(off <= 20, counted + " counted of " + writer.packets + " packets");
    }

    @Test
    void tellsWhichLayoutAProgramUses() {
        BpfObject one = load(1);
        BpfObject two = load(2);
        int first = one.program("f_count").id();
        int second = two.program("f_count").id();
        assertEquals(Optional.of(1), loader.schemaUsedBy("flows", first));
        assertEquals(Optional.of(2), loader.schemaUsedBy("flows", second));
        assertEquals(Optional.empty(), loader.schemaUsedBy("elsewhere", second));
        loader.unpin("flows", 1);
        assertEquals(Optional.empty(), loader.schemaUsedBy("flows", first));
        one.close();
        assertEquals(Optional.empty(), loader.schemaUsedBy("flows", first));
    }

    private BpfMap<Integer, Long> one() {
        return loader.pinned("flows", 1, KEY1, VALUE1).orElseThrow();
    }

    private static void awaitPackets(Writer writer, long packets) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (writer.packets.get() < packets) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("awaited packet " + packets + ", saw " + writer.packets);
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void writesBothMapsUntilTheWindowIsClosed() {
        load(1);
        BpfMap<Integer, Long> one = one();
        one.putAll(Map.of(1, 10L, 2, 20L, 3, 30L));
        BpfMap<Zoned, Count> two = load(2).map("flows", KEY2, VALUE2);
        DualWriteWindow window =
                loader.migrate(
                        new MapMigration<>(one, two, UP),
                        () -> {
                            one.put(4, 40L);
                            one.delete(1);
                            two.put(new Zoned(5, 0), new Count(9, 50));
                        });
        assertEquals(
                Map.of(
                        new Zoned(2, 0),
                        new Count(0, 20),
                        new Zoned(3, 0),
                        new Count(0, 30),
                        new Zoned(4, 0),
                        new Count(0, 40),
                        new Zoned(5, 0),
                        new Count(9, 50)),
                two.entries());
        assertEquals(50L, one.get(5).orElseThrow());
        one.putAll(Map.of(6, 60L));
        assertTrue(two.get(new Zoned(6, 0)).isPresent());
        window.close();
        one.put(7, 70L);
        assertFalse(two.get(new Zoned(7, 0)).isPresent());
    }

    @Test
    void keepsTheOldMapInUseWhenTheSwitchFails() {
        load(1);
        BpfMap<Integer, Long> one = one();
        one.put(1, 1L);
        BpfMap<Zoned, Count> two = load(2).map("flows", KEY2, VALUE2);
        assertThrows(
                IllegalStateException.class,
                () ->
                        loader.migrate(
                                new MapMigration<>(one, two, UP),
                                () -> {
                                    throw new IllegalStateException("switch failed");
                                }));
        one.put(2, 2L);
        assertFalse(two.get(new Zoned(2, 0)).isPresent());
        BpfException refused =
                assertThrows(
                        BpfException.class,
                        () -> loader.migrate(new MapMigration<>(one, two, UP), () -> {}));
        assertTrue(refused.getMessage().contains("has entries already"), refused::getMessage);
    }
}
