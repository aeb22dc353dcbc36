package org.vibrissa.bpf.internal.own;

/** Names of program types, as bpftool shows them. */
final class ProgramTypes {
    private ProgramTypes() {}

    static String name(int type) {
        return switch (type) {
            case 3 -> "sched_cls";
            case 4 -> "sched_act";
            case 6 -> "xdp";
            case 8 -> "cgroup_skb";
            case 9 -> "cgroup_sock";
            case 13 -> "sock_ops";
            case 18 -> "cgroup_sock_addr";
            case 25 -> "cgroup_sockopt";
            default -> "type " + type;
        };
    }
}
