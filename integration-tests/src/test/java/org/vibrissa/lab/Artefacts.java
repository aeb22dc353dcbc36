package org.vibrissa.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a failed test leaves behind for its reader. Never throws: the failure is elsewhere. */
final class Artefacts {
    private Artefacts() {}

    /** The daemon's own account and its maps. */
    static void ofHost(Host host, Path folder) {
        if (host.runs()) {
            write(folder.resolve(host.node() + ".status.txt"), host.cli("status"));
            write(folder.resolve(host.node() + ".pipeline.txt"), host.cli("pipeline", "list"));
            write(folder.resolve(host.node() + ".debuginfo.json"), host.cli("debuginfo"));
        }
        Path shared = host.bpfFolder().resolve("shared");
        for (String map :
                List.of("vib_endpoints", "vib_ct4", "vib_ct6", "vib_drops", "vib_iphash")) {
            if (Files.exists(shared.resolve(map))) {
                write(
                        folder.resolve(host.node() + "." + map + ".txt"),
                        Command.run(
                                "bpftool",
                                "map",
                                "dump",
                                "pinned",
                                shared.resolve(map).toString()));
            }
        }
    }

    /** Devices, addresses, routes, filters, firewall and counters. */
    static void ofNamespace(Namespace namespace, Path folder) {
        if (!Files.exists(namespace.file())) {
            return;
        }
        String script =
                "ip -d -s link; ip address; ip route show table all; ip -6 route show table all;"
                        + " ip rule; ip neighbour; nft list ruleset; cat /proc/net/snmp;"
                        + " bpftool net; for d in $(ls /sys/class/net); do tc -s qdisc show dev $d;"
                        + " done 2>/dev/null";
        write(
                folder.resolve(namespace.name() + ".network.txt"),
                namespace.exec("sh", "-c", script));
    }

    private static void write(Path file, Outcome outcome) {
        try {
            Files.writeString(file, outcome.toString());
        } catch (IOException e) {
            System.err.println("cannot write " + file + ": " + e);
        }
    }
}
