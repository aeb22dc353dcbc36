package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/** A run of netlink attributes. Where one type occurs several times, the last counts. */
final class Attributes {
    static final int TYPE_MASK = 0x3fff;

    private static final Attributes NONE = new Attributes(List.of());

    private final List<Attribute> all;

    /** One attribute: its type and its value from 0 to the limit. */
    record Attribute(int type, ByteBuffer value) {}

    private Attributes(List<Attribute> all) {
        this.all = all;
    }

    /**
     * Reads all attributes of the buffer, from 0 to its limit.
     *
     * @throws MalformedMessage when a length does not fit
     */
    static Attributes of(ByteBuffer buffer) {
        List<Attribute> all = new ArrayList<>();
        int at = 0;
        while (buffer.limit() - at >= 4) {
            int length = buffer.getShort(at) & 0xffff;
            if (length < 4 || length > buffer.limit() - at) {
                throw new MalformedMessage(
                        "attribute length %d with %d bytes left"
                                .formatted(length, buffer.limit() - at));
            }
            int type = buffer.getShort(at + 2) & TYPE_MASK;
            all.add(new Attribute(type, slice(buffer, at + 4, length - 4)));
            at += MessageWriter.align(length);
        }
        return new Attributes(all);
    }

    static ByteBuffer slice(ByteBuffer buffer, int offset, int length) {
        return buffer.slice(offset, length).order(buffer.order());
    }

    List<Attribute> all() {
        return all;
    }

    Optional<ByteBuffer> find(int type) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).type() == type) {
                return Optional.of(all.get(i).value());
            }
        }
        return Optional.empty();
    }

    boolean has(int type) {
        return find(type).isPresent();
    }

    private Optional<ByteBuffer> atLeast(int type, int bytes) {
        Optional<ByteBuffer> value = find(type);
        if (value.isPresent() && value.get().limit() < bytes) {
            throw new MalformedMessage(
                    "attribute %d has %d bytes, not %d"
                            .formatted(type, value.get().limit(), bytes));
        }
        return value;
    }

    OptionalInt u8(int type) {
        return toInt(atLeast(type, 1).map(v -> v.get(0) & 0xff));
    }

    OptionalInt bigEndian16(int type) {
        return toInt(atLeast(type, 2).map(v -> (v.get(0) & 0xff) << 8 | v.get(1) & 0xff));
    }

    OptionalInt u32(int type) {
        return toInt(atLeast(type, 4).map(v -> v.getInt(0)));
    }

    private static OptionalInt toInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** The text up to its NUL or end; empty when there is no such attribute. */
    String text(int type) {
        return find(type).map(Attributes::text).orElse("");
    }

    static String text(ByteBuffer value) {
        byte[] bytes = bytes(value);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** An IP address; empty when there is none or its length is another family's. */
    Optional<InetAddress> address(int type) {
        return find(type)
                .filter(length(4).or(length(16)))
                .map(Attributes::bytes)
                .map(IpAddresses::of);
    }

    /** As {@link #address(int)}, only of that family. */
    Optional<InetAddress> address(int type, boolean ipv6) {
        return address(type).filter(address -> IpAddresses.isIpv6(address) == ipv6);
    }

    /** A MAC address; empty when there is none or it is of another kind of network. */
    Optional<MacAddress> mac(int type) {
        return find(type).filter(length(6)).map(Attributes::bytes).map(MacAddress::of);
    }

    private static Predicate<ByteBuffer> length(int bytes) {
        return value -> value.limit() == bytes;
    }

    /** The attributes inside that one; none when there is no such attribute. */
    Attributes nested(int type) {
        return find(type).map(Attributes::of).orElse(NONE);
    }

    static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.limit()];
        value.get(0, bytes);
        return bytes;
    }
}
