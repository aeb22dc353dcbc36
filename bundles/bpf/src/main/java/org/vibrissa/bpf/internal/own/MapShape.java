package org.vibrissa.bpf.internal.own;

import java.util.List;
import java.util.Optional;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.LayoutMismatchException;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.internal.map.KernelMap;
import org.vibrissa.bpf.internal.map.LayoutCheck;

/** Whether a live map is what an object file believes it to be. */
final class MapShape {
    private MapShape() {}

    /**
     * Compares type, key and value.
     *
     * @param entry the object file
     * @throws LayoutMismatchException with both printed
     */
    static void require(MapSpec spec, KernelMap map, String entry) {
        if (map.type() != spec.type()) {
            throw new LayoutMismatchException(
                    "map " + spec.name(),
                    entry
                            + " declares map "
                            + spec.name()
                            + " as "
                            + spec.type()
                            + ", the live one is "
                            + map.type());
        }
        LayoutCheck.require(
                "key of map " + spec.name(),
                entry,
                layout(spec.key(), spec.keySize()),
                "the live map",
                map.keyLayout(),
                map.keyBytes());
        LayoutCheck.require(
                "value of map " + spec.name(),
                entry,
                layout(spec.value(), spec.valueSize()),
                "the live map",
                map.valueLayout(),
                map.valueSize());
    }

    private static Layout layout(Optional<Layout> known, int size) {
        return known.orElseGet(() -> new Layout("bytes", size, List.of()));
    }
}
