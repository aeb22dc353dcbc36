package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/** libbpf 1.x, by direct mapping; names and returns as in its header. */
final class LibBpf {
    static {
        Bindings.add(LibBpf.class, "libbpf.so.1");
    }

    /** {@code libbpf_print_fn_t}; {@code arguments} is a {@code va_list}. */
    interface Print extends Callback {
        int print(int level, Pointer format, Pointer arguments);
    }

    private LibBpf() {}

    static native Pointer libbpf_set_print(Print print);

    static native Pointer bpf_object__open_mem(Pointer bytes, long size, Pointer options);

    static native int bpf_object__load(Pointer object);

    static native void bpf_object__close(Pointer object);

    static native Pointer bpf_object__next_program(Pointer object, Pointer previous);

    static native Pointer bpf_program__name(Pointer program);

    static native Pointer bpf_program__section_name(Pointer program);

    static native long bpf_program__insn_cnt(Pointer program);

    static native int bpf_program__fd(Pointer program);

    static native int bpf_program__set_autoload(Pointer program, boolean load);

    static native int bpf_program__set_log_buf(Pointer program, Pointer buffer, long size);

    static native Pointer bpf_object__next_map(Pointer object, Pointer previous);

    static native Pointer bpf_map__name(Pointer map);

    static native int bpf_map__type(Pointer map);

    static native int bpf_map__fd(Pointer map);

    static native int bpf_map__max_entries(Pointer map);

    static native int bpf_map__set_max_entries(Pointer map, int entries);

    static native int bpf_map__reuse_fd(Pointer map, int fd);

    static native boolean bpf_map__is_internal(Pointer map);

    static native Pointer bpf_map__initial_value(Pointer map, Pointer size);
}
