package org.vibrissa.bpf.internal.own;

import java.nio.ByteBuffer;
import java.util.List;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.Layout;

/** The records of the test objects; by hand, as bpf2java is built from this bundle's parser. */
final class TestTypes {
    private TestTypes() {}

    record Flow(int address, short port) {}

    record Count(long packets, long bytes) {}

    record Prefix(int length, int address) {}

    static final Codec<Flow> FLOW =
            new Codec<>() {
                @Override
                public Layout layout() {
                    return new Layout(
                            "struct flow",
                            8,
                            List.of(
                                    new Layout.Field("address", 0, 4, "u32"),
                                    new Layout.Field("port", 4, 2, "u16"),
                                    new Layout.Field("pad", 6, 2, "u16")));
                }

                @Override
                public void write(Flow value, ByteBuffer b, int at) {
                    b.putInt(at, value.address()).putShort(at + 4, value.port());
                    b.putShort(at + 6, (short) 0);
                }

                @Override
                public Flow read(ByteBuffer b, int at) {
                    return new Flow(b.getInt(at), b.getShort(at + 4));
                }
            };

    static final Codec<Count> COUNT = pair("struct count", "packets", "bytes");

    static Codec<Count> pair(String name, String first, String second) {
        Layout layout =
                new Layout(
                        name,
                        16,
                        List.of(
                                new Layout.Field(first, 0, 8, "u64"),
                                new Layout.Field(second, 8, 8, "u64")));
        return new Codec<>() {
            @Override
            public Layout layout() {
                return layout;
            }

            @Override
            public void write(Count value, ByteBuffer b, int at) {
                b.putLong(at, value.packets()).putLong(at + 8, value.bytes());
            }

            @Override
            public Count read(ByteBuffer b, int at) {
                return new Count(b.getLong(at), b.getLong(at + 8));
            }
        };
    }

    static final Codec<Prefix> PREFIX =
            new Codec<>() {
                @Override
                public Layout layout() {
                    return new Layout(
                            "struct prefix",
                            8,
                            List.of(
                                    new Layout.Field("length", 0, 4, "u32"),
                                    new Layout.Field("address", 4, 4, "u8[4]")));
                }

                @Override
                public void write(Prefix value, ByteBuffer b, int at) {
                    b.putInt(at, value.length()).putInt(at + 4, value.address());
                }

                @Override
                public Prefix read(ByteBuffer b, int at) {
                    return new Prefix(b.getInt(at), b.getInt(at + 4));
                }
            };
}
