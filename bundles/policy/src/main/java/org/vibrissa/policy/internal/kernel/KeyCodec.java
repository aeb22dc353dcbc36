package org.vibrissa.policy.internal.kernel;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.Layout;
import org.vibrissa.policy.internal.rule.Direction;

/** {@code struct vib_policy_key}: rows are many, so there is no record in between. */
final class KeyCodec implements Codec<PolicyKey> {
    static final KeyCodec INSTANCE = new KeyCodec();

    private static final int ANY_PROTOCOL_BITS = 72;
    private static final int PROTOCOL_BITS = 80;
    private static final Direction[] DIRECTIONS = Direction.values();

    private KeyCodec() {}

    @Override
    public Layout layout() {
        return org.vibrissa.policy.internal.bpf.PolicyKey.CODEC.layout();
    }

    @Override
    public void write(PolicyKey key, ByteBuffer buffer, int offset) {
        boolean any = key.protocol() == PolicyKey.ANY_PROTOCOL;
        buffer.putInt(offset, any ? ANY_PROTOCOL_BITS : PROTOCOL_BITS + key.portBits());
        buffer.putInt(offset + 4, key.set());
        buffer.putInt(offset + 8, key.identity());
        buffer.put(offset + 12, (byte) key.direction().ordinal());
        buffer.put(offset + 13, (byte) (any ? 0 : key.protocol()));
        buffer.put(offset + 14, (byte) (key.port() >>> 8));
        buffer.put(offset + 15, (byte) key.port());
    }

    @Override
    public PolicyKey read(ByteBuffer buffer, int offset) {
        int bits = buffer.getInt(offset);
        boolean any = bits < PROTOCOL_BITS;
        return new PolicyKey(
                buffer.getInt(offset + 4),
                buffer.getInt(offset + 8),
                DIRECTIONS[buffer.get(offset + 12)],
                any ? PolicyKey.ANY_PROTOCOL : Byte.toUnsignedInt(buffer.get(offset + 13)),
                any
                        ? 0
                        : Byte.toUnsignedInt(buffer.get(offset + 14)) << 8
                                | Byte.toUnsignedInt(buffer.get(offset + 15)),
                any ? 0 : bits - PROTOCOL_BITS);
    }
}
