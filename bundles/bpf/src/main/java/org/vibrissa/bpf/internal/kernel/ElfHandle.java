package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.ProgramSpec;

/** An object file opened by libbpf. Used by one thread. */
public final class ElfHandle implements AutoCloseable {
    /** Virtual memory only: it is touched when the verifier refuses a program. */
    private static final long LOG_SIZE = 4 << 20;

    private final String name;
    private final Memory bytes;
    private final Pointer object;
    private final Map<String, Pointer> programs = new LinkedHashMap<>();
    private final Map<String, Pointer> maps = new LinkedHashMap<>();
    private final Map<String, Memory> logs = new LinkedHashMap<>();

    private ElfHandle(String name, Memory bytes, Pointer object) {
        this.name = name;
        this.bytes = bytes;
        this.object = object;
    }

    /**
     * Opens a file from memory; nothing is loaded.
     *
     * @param name the file's name, for errors
     */
    public static ElfHandle open(byte[] file, String name) {
        Memory bytes = new Memory(Math.max(1, file.length));
        bytes.write(0, file, 0, file.length);
        Pointer object = LibBpf.bpf_object__open_mem(bytes, file.length, null);
        if (object == null) {
            throw Bpf.failed("open object file " + name, -Native.getLastError());
        }
        ElfHandle handle = new ElfHandle(name, bytes, object);
        handle.readNames();
        return handle;
    }

    private void readNames() {
        for (Pointer p = LibBpf.bpf_object__next_program(object, null);
                p != null;
                p = LibBpf.bpf_object__next_program(object, p)) {
            programs.put(LibBpf.bpf_program__name(p).getString(0), p);
        }
        for (Pointer m = LibBpf.bpf_object__next_map(object, null);
                m != null;
                m = LibBpf.bpf_object__next_map(object, m)) {
            maps.put(LibBpf.bpf_map__name(m).getString(0), m);
        }
    }

    /** The programs, in order of the file. */
    public List<ProgramSpec> programs() {
        List<ProgramSpec> specs = new ArrayList<>();
        programs.forEach(
                (program, p) ->
                        specs.add(
                                new ProgramSpec(
                                        program,
                                        LibBpf.bpf_program__section_name(p).getString(0),
                                        (int) LibBpf.bpf_program__insn_cnt(p))));
        return specs;
    }

    /** Whether the file declares that map. */
    public boolean hasMap(String map) {
        return maps.containsKey(map);
    }

    /** Chooses whether a program is loaded. */
    public void autoload(String program, boolean load) {
        check(LibBpf.bpf_program__set_autoload(programs.get(program), load), "select " + program);
    }

    /** Sets a map's capacity. */
    public void maxEntries(String map, int entries) {
        check(
                LibBpf.bpf_map__set_max_entries(maps.get(map), entries),
                "set max_entries " + entries + " of map " + map);
    }

    /** Uses a live map in place of the file's own. */
    public void reuse(String map, int fd) {
        check(LibBpf.bpf_map__reuse_fd(maps.get(map), fd), "reuse map " + map);
    }

    /** The constants to be loaded, writable in place; empty when the file has none. */
    public Optional<ByteBuffer> rodata() {
        for (Map.Entry<String, Pointer> map : maps.entrySet()) {
            if (map.getKey().endsWith(".rodata") && LibBpf.bpf_map__is_internal(map.getValue())) {
                try (Memory size = new Memory(8)) {
                    Pointer value = LibBpf.bpf_map__initial_value(map.getValue(), size);
                    return value == null
                            ? Optional.empty()
                            : Optional.of(value.getByteBuffer(0, size.getLong(0)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Loads what was selected.
     *
     * @return 0 or -errno
     */
    public int load() {
        programs.forEach(
                (program, p) -> {
                    Memory log = new Memory(LOG_SIZE);
                    log.setByte(0, (byte) 0);
                    logs.put(program, log);
                    LibBpf.bpf_program__set_log_buf(p, log, LOG_SIZE);
                });
        return LibBpf.bpf_object__load(object);
    }

    /** The program whose load the verifier refused. */
    public Optional<String> refused() {
        String last = null;
        for (Map.Entry<String, Memory> log : logs.entrySet()) {
            if (log.getValue().getByte(0) != 0) {
                last = log.getKey();
            }
        }
        return Optional.ofNullable(last);
    }

    /** The verifier's log of a program. */
    public String log(String program) {
        return logs.get(program).getString(0);
    }

    /** A descriptor of its own of a loaded program. */
    public Fd program(String program) {
        return new Fd(
                Bpf.duplicate(LibBpf.bpf_program__fd(programs.get(program))), "program " + program);
    }

    /** A descriptor of its own of a loaded map. */
    public int mapFd(String map) {
        return Bpf.duplicate(LibBpf.bpf_map__fd(maps.get(map)));
    }

    @Override
    public void close() {
        LibBpf.bpf_object__close(object);
        logs.values().forEach(Memory::close);
        logs.clear();
        bytes.close();
    }

    private void check(int result, String what) {
        if (result < 0) {
            BpfException failure = Bpf.failed(what + " in object file " + name, result);
            throw failure;
        }
    }
}
