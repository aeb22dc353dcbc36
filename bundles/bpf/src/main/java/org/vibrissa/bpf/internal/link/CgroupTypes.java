package org.vibrissa.bpf.internal.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.CgroupAttach;

/** The kernel's numbers of cgroup hooks. */
final class CgroupTypes {
    private static final Map<CgroupAttach, Integer> NUMBERS =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(CgroupAttach.SKB_INGRESS, 0),
                            Map.entry(CgroupAttach.SKB_EGRESS, 1),
                            Map.entry(CgroupAttach.SOCK_CREATE, 2),
                            Map.entry(CgroupAttach.INET4_CONNECT, 10),
                            Map.entry(CgroupAttach.INET6_CONNECT, 11),
                            Map.entry(CgroupAttach.UDP4_SENDMSG, 14),
                            Map.entry(CgroupAttach.UDP6_SENDMSG, 15),
                            Map.entry(CgroupAttach.UDP4_RECVMSG, 19),
                            Map.entry(CgroupAttach.UDP6_RECVMSG, 20),
                            Map.entry(CgroupAttach.INET4_GETPEERNAME, 29),
                            Map.entry(CgroupAttach.INET6_GETPEERNAME, 30)));

    private CgroupTypes() {}

    static int number(CgroupAttach attach) {
        return NUMBERS.get(attach);
    }

    static String label(CgroupAttach attach) {
        return attach.name().toLowerCase(Locale.ROOT);
    }

    static String label(int number) {
        return NUMBERS.entrySet().stream()
                .filter(e -> e.getValue() == number)
                .map(e -> label(e.getKey()))
                .findFirst()
                .orElse("attach type " + number);
    }

    /** A cgroup's id: the inode number of its folder. */
    static long id(Path cgroup) {
        try {
            return (Long) Files.getAttribute(cgroup, "unix:ino");
        } catch (IOException e) {
            throw new BpfException("cannot read cgroup " + cgroup + ": " + e.getMessage(), e);
        }
    }
}
