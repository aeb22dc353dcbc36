package org.vibrissa.datapath.internal.core;

import java.util.EnumMap;
import java.util.Map;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.internal.bpf.Config;
import org.vibrissa.datapath.internal.bpf.Ct4Key;
import org.vibrissa.datapath.internal.bpf.Ct6Key;
import org.vibrissa.datapath.internal.bpf.CtEntry;
import org.vibrissa.datapath.internal.bpf.DropCount;
import org.vibrissa.datapath.internal.bpf.Endpoint;
import org.vibrissa.datapath.internal.bpf.EndpointKey;
import org.vibrissa.datapath.internal.bpf.Group;
import org.vibrissa.datapath.internal.bpf.IpcacheEntry;
import org.vibrissa.datapath.internal.bpf.IpcacheKey;
import org.vibrissa.datapath.internal.bpf.IphashKey;
import org.vibrissa.datapath.internal.bpf.Node;
import org.vibrissa.datapath.internal.bpf.NodeKey;
import org.vibrissa.datapath.internal.bpf.Scratch;

/**
 * Typed views on the maps of one instance of {@code core/tables.bpf.c}: the live one or a shadow.
 */
public record CoreTables(
        BpfMap<Integer, Config> config,
        BpfMap<Integer, Scratch> scratch,
        BpfMap<Integer, DropCount> drops,
        BpfMap<Ct4Key, CtEntry> ct4,
        BpfMap<Ct6Key, CtEntry> ct6,
        BpfMap<IphashKey, IpcacheEntry> iphash,
        BpfMap<IpcacheKey, IpcacheEntry> ipcache,
        BpfMap<EndpointKey, Endpoint> endpoints,
        BpfMap<NodeKey, Node> nodes,
        BpfMap<Integer, Group> groups,
        Map<Chain, BpfMap<Integer, Integer>> chains) {
    public static CoreTables of(BpfObject object) {
        Map<Chain, BpfMap<Integer, Integer>> chains = new EnumMap<>(Chain.class);
        for (Chain chain : Chain.values()) {
            chains.put(
                    chain,
                    object.map("vib_chain_" + chain.label(), PlainCodecs.U32, PlainCodecs.U32));
        }
        return new CoreTables(
                object.map("vib_config", PlainCodecs.U32, Config.CODEC),
                object.map("vib_scratch", PlainCodecs.U32, Scratch.CODEC),
                object.map("vib_drops", PlainCodecs.U32, DropCount.CODEC),
                object.map("vib_ct4", Ct4Key.CODEC, CtEntry.CODEC),
                object.map("vib_ct6", Ct6Key.CODEC, CtEntry.CODEC),
                object.map("vib_iphash", IphashKey.CODEC, IpcacheEntry.CODEC),
                object.map("vib_ipcache", IpcacheKey.CODEC, IpcacheEntry.CODEC),
                object.map("vib_endpoints", EndpointKey.CODEC, Endpoint.CODEC),
                object.map("vib_nodes", NodeKey.CODEC, Node.CODEC),
                object.map("vib_groups", PlainCodecs.U32, Group.CODEC),
                Map.copyOf(chains));
    }
}
