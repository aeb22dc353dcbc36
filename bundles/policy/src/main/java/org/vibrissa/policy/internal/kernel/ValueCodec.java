package org.vibrissa.policy.internal.kernel;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.Layout;

/** {@code struct vib_policy_value}. */
final class ValueCodec implements Codec<PolicyValue> {
    static final ValueCodec INSTANCE = new ValueCodec();

    private static final int DENY = 1;

    private ValueCodec() {}

    @Override
    public Layout layout() {
        return org.vibrissa.policy.internal.bpf.PolicyValue.CODEC.layout();
    }

    @Override
    public void write(PolicyValue value, ByteBuffer buffer, int offset) {
        buffer.putInt(offset, value.rule());
        buffer.put(offset + 4, (byte) (value.deny() ? DENY : 0));
        buffer.put(offset + 5, (byte) value.match());
        buffer.putShort(offset + 6, (short) 0);
    }

    @Override
    public PolicyValue read(ByteBuffer buffer, int offset) {
        return new PolicyValue(
                buffer.getInt(offset),
                (buffer.get(offset + 4) & DENY) != 0,
                Byte.toUnsignedInt(buffer.get(offset + 5)));
    }
}
