package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ProgArray;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.Fd;

/** A PROG_ARRAY. */
final class SlotArray implements ProgArray {
    private final MapRef ref;

    SlotArray(MapRef ref) {
        this.ref = ref;
    }

    @Override
    public int slots() {
        return ref.map().maxEntries();
    }

    @Override
    public void set(int slot, BpfProgram program) {
        KernelMap map = ref.writable();
        check(map, slot);
        Fd fd = LoadedProgram.of(program).fd();
        ByteBuffer entry = map.begin();
        entry.putInt(Bpf.ROOM, slot).putInt(map.valueAt(), fd.acquire());
        int error;
        try {
            error = map.update(entry, 0);
        } finally {
            fd.release();
        }
        if (error != 0) {
            String hint =
                    -error == Errno.EINVAL
                            ? "an array takes programs of one type and attach type only; build"
                                    + " stages as SEC(\"tc\")"
                            : "";
            throw Bpf.failed(
                    "put program " + program.name() + " into slot " + slot + " of " + map,
                    error,
                    hint);
        }
    }

    @Override
    public boolean clear(int slot) {
        KernelMap map = ref.writable();
        check(map, slot);
        ByteBuffer entry = map.begin();
        entry.putInt(Bpf.ROOM, slot);
        int error = map.delete(entry);
        if (error != 0 && error != -Errno.ENOENT) {
            throw Bpf.failed("clear slot " + slot + " of " + map, error);
        }
        return error == 0;
    }

    @Override
    public Map<Integer, Integer> programIds() {
        KernelMap map = ref.map();
        Map<Integer, Integer> ids = new LinkedHashMap<>();
        for (int slot = 0; slot < map.maxEntries(); slot++) {
            ByteBuffer entry = map.begin();
            entry.putInt(Bpf.ROOM, slot);
            int error = map.lookup(entry);
            if (error == 0) {
                ids.put(slot, entry.getInt(map.valueAt()));
            } else if (error != -Errno.ENOENT) {
                throw Bpf.failed("read slot " + slot + " of " + map, error);
            }
        }
        return ids;
    }

    private static void check(KernelMap map, int slot) {
        if (slot < 0 || slot >= map.maxEntries()) {
            throw new IllegalArgumentException(
                    map + " has slots 0.." + (map.maxEntries() - 1) + ", not " + slot);
        }
    }
}
