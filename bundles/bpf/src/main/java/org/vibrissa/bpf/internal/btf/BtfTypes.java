package org.vibrissa.bpf.internal.btf;

import java.nio.ByteOrder;
import java.util.Optional;
import org.vibrissa.bpf.Layout;

/** The types of a BTF blob as the kernel keeps it, without an object file around it. */
public final class BtfTypes {
    private final TypeResolver resolver;

    private BtfTypes(TypeResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Parses a blob in this machine's byte order.
     *
     * @throws MalformedObjectException when it breaks the format
     */
    public static BtfTypes parse(byte[] blob) {
        return new BtfTypes(
                new TypeResolver(
                        Btf.parse(ByteRange.of(blob, ByteOrder.nativeOrder(), "the BTF blob"))));
    }

    /** The layout of the type with that id; empty for id 0, which is no type. */
    public synchronized Optional<Layout> layout(int id) {
        return id == 0 ? Optional.empty() : Optional.of(Layouts.of(resolver.resolve(id, id)));
    }
}
