package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.MapCalls;

/**
 * Waits until each program run that was under way has ended. The kernel does so on any update of a
 * map of maps, so that user space can be sure that nobody uses the replaced inner map.
 */
final class ProgramBarrier {
    private ProgramBarrier() {}

    static void await(MapCalls calls) {
        int inner = calls.create(MapType.ARRAY.number(), 4, 4, 1, 0, "vib_barrier");
        check(inner);
        try {
            int outer =
                    calls.create(MapType.ARRAY_OF_MAPS.number(), 4, 4, 1, 0, "vib_barrier", inner);
            check(outer);
            try {
                ByteBuffer entry = calls.begin(16);
                entry.putInt(Bpf.ROOM, 0).putInt(Bpf.ROOM + 8, inner);
                check(calls.update(outer, entry, Bpf.ROOM + 8, 0));
            } finally {
                Bpf.close(outer);
            }
        } finally {
            Bpf.close(inner);
        }
    }

    private static void check(int result) {
        if (result < 0) {
            throw Bpf.failed("wait for running programs", result);
        }
    }
}
