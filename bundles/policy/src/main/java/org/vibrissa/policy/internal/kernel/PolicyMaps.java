package org.vibrissa.policy.internal.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.datapath.HostPackets;
import org.vibrissa.policy.internal.bpf.Cgroup;
import org.vibrissa.policy.internal.bpf.PolicyRejects;
import org.vibrissa.policy.internal.bpf.PolicySet;

/**
 * The rows, the sets and which set is in force for whom, in the kernel. They outlive bundle and
 * daemon; a start adopts them with all they hold. Nothing here is in force until {@link #flip}, and
 * nothing makes established flows look again: see {@link org.vibrissa.datapath.Generation}. Thread
 * safe.
 */
@Component(service = PolicyMaps.class, configurationPid = PolicyMapSettings.PID)
public final class PolicyMaps {
    /** In the place of an endpoint's number: the host itself. */
    public static final int HOST = 0;

    private static final Logger LOG = LoggerFactory.getLogger(PolicyMaps.class);
    private static final String OBJECT = "bpf/policy_maps.bpf.o";
    private static final String ROWS = "vib_policy";
    private static final String SETS = "vib_policy_sets";
    private static final String OF = "vib_policy_of";
    private static final String REJECTS = "vib_policy_rejects";
    private static final String CGROUPS = "vib_cgroups";
    private static final String CGROUP_FLOWS = "vib_cgroup_flows";
    private static final int SCHEMA = 1;

    private final HostPackets hostPackets;
    private final BpfMap<PolicyKey, PolicyValue> rows;
    private final BpfMap<Integer, PolicySet> sets;
    private final BpfMap<Integer, Integer> inForce;
    private final BpfMap<Integer, PolicyRejects> rejects;
    private final BpfMap<Long, Cgroup> cgroups;
    private final RowKeys keys = new RowKeys();

    /** Adopts the maps of an earlier daemon or makes them. */
    @Activate
    public PolicyMaps(
            @Reference BpfLoader loader,
            @Reference HostPackets hostPackets,
            PolicyMapSettings settings) {
        this(loader, hostPackets, MapSize.of(settings));
    }

    PolicyMaps(BpfLoader loader, int capacity) {
        this(loader, on -> {}, capacity);
    }

    PolicyMaps(BpfLoader loader, HostPackets hostPackets, int capacity) {
        this.hostPackets = hostPackets;
        Map<PolicyKey, PolicyValue> resized = makeRoom(loader, capacity);
        BpfObject object = loader.load(cgroupSurviving(OBJECT).maxEntries(ROWS, capacity));
        rows = object.map(ROWS, KeyCodec.INSTANCE, ValueCodec.INSTANCE);
        sets = object.map(SETS, PlainCodecs.U32, PolicySet.CODEC);
        inForce = object.map(OF, PlainCodecs.U32, PlainCodecs.U32);
        rejects = object.map(REJECTS, PlainCodecs.U32, PolicyRejects.CODEC);
        cgroups = object.map(CGROUPS, PlainCodecs.U64, Cgroup.CODEC);
        rows.putAll(resized);
        count();
    }

    /**
     * When the pinned map has another size: takes its rows and its pin away, so that the load makes
     * a new one. The stage in force goes on with the old one until it is replaced.
     */
    private static Map<PolicyKey, PolicyValue> makeRoom(BpfLoader loader, int capacity) {
        Optional<BpfMap<PolicyKey, PolicyValue>> old =
                loader.pinned(ROWS, SCHEMA, KeyCodec.INSTANCE, ValueCodec.INSTANCE);
        if (old.isEmpty() || old.get().info().maxEntries() == capacity) {
            return Map.of();
        }
        Map<PolicyKey, PolicyValue> all = old.get().entries();
        if (all.size() > capacity) {
            LOG.warn(
                    "the policy map keeps its {} entries: it holds {} rows, more than the {} wanted",
                    old.get().info().maxEntries(),
                    all.size(),
                    capacity);
            return Map.of();
        }
        loader.unpin(ROWS, SCHEMA);
        return all;
    }

    /** A request for an object over these very maps. */
    static ObjectRequest surviving(String entry) {
        return ObjectRequest.of(entry).survive(ROWS, SETS, OF, REJECTS);
    }

    /** As above, for objects that have the maps of cgroups too. */
    static ObjectRequest cgroupSurviving(String entry) {
        return surviving(entry).survive(CGROUPS, CGROUP_FLOWS);
    }

    /** Endpoints by their cgroup's id. */
    BpfMap<Long, Cgroup> cgroups() {
        return cgroups;
    }

    private void count() {
        keys.clear();
        rows.forEach((key, value) -> keys.put(key, value.deny()));
    }

    /** Rows that the map holds at most. */
    public int capacity() {
        return rows.info().maxEntries();
    }

    /** Rows that are there. */
    public synchronized int used() {
        return keys.size();
    }

    /**
     * Adds or changes rows, those that refuse first.
     *
     * @throws PolicyMapFullException before anything is written
     */
    public synchronized void put(Map<PolicyKey, PolicyValue> all) {
        Map<PolicyKey, PolicyValue> denials = new LinkedHashMap<>();
        Map<PolicyKey, PolicyValue> permissions = new LinkedHashMap<>();
        int more = 0;
        for (Map.Entry<PolicyKey, PolicyValue> row : all.entrySet()) {
            (row.getValue().deny() ? denials : permissions).put(row.getKey(), row.getValue());
            more += keys.contains(row.getKey()) ? 0 : 1;
        }
        if (more > capacity() - keys.size()) {
            throw new PolicyMapFullException(more, keys.size(), capacity());
        }
        try {
            rows.putAll(denials);
            rows.putAll(permissions);
        } catch (RuntimeException e) {
            count();
            throw e;
        }
        all.forEach((key, value) -> keys.put(key, value.deny()));
    }

    /** Removes rows, those that allow first; what is not there is skipped. */
    public synchronized void delete(Collection<PolicyKey> all) {
        List<PolicyKey> denials = new ArrayList<>();
        List<PolicyKey> permissions = new ArrayList<>();
        for (PolicyKey key : all) {
            if (keys.contains(key)) {
                (keys.denies(key) ? denials : permissions).add(key);
            }
        }
        try {
            rows.deleteAll(permissions);
            rows.deleteAll(denials);
        } catch (RuntimeException e) {
            count();
            throw e;
        }
        permissions.forEach(keys::remove);
        denials.forEach(keys::remove);
    }

    /** All rows, read from the kernel. */
    public Map<PolicyKey, PolicyValue> rows() {
        return rows.entries();
    }

    /** Visits all rows, read from the kernel. */
    public void forEachRow(BiConsumer<? super PolicyKey, ? super PolicyValue> visitor) {
        rows.forEach(visitor);
    }

    /** The rows of one set, read from the kernel: a walk over all of them. */
    public Map<PolicyKey, PolicyValue> rows(int set) {
        Map<PolicyKey, PolicyValue> of = new HashMap<>();
        rows.forEach(
                (key, value) -> {
                    if (key.set() == set) {
                        of.put(key, value);
                    }
                });
        return of;
    }

    /** Says how a set's rows are taken. Without it a set that is in force refuses everything. */
    public void putSet(int set, PolicySetState state) {
        if (set == 0) {
            throw new IllegalArgumentException("set 0 stands for none");
        }
        sets.put(set, new PolicySet(state.flags(), state.auditSet()));
    }

    /** Removes the set itself, not its rows; no error when it is not there. */
    public void deleteSet(int set) {
        sets.delete(set);
    }

    /** All sets, read from the kernel. */
    public Map<Integer, PolicySetState> sets() {
        Map<Integer, PolicySetState> all = new HashMap<>();
        sets.forEach((set, value) -> all.put(set, PolicySetState.of(value.flags(), value.audit())));
        return all;
    }

    /**
     * Puts a set in force for an endpoint, whole and at once; one system call. For the host also
     * says whether its packets by underlay devices take part.
     *
     * @param endpoint its number, 1..65535; {@link #HOST}
     * @param set 0 = nothing is enforced
     */
    public void flip(int endpoint, int set) {
        if (endpoint == HOST && set != 0) {
            hostPackets.judge(true);
        }
        inForce.put(endpoint, set);
        if (endpoint == HOST && set == 0) {
            hostPackets.judge(false);
        }
    }

    /** The set in force for an endpoint; 0 = none. */
    public int setOf(int endpoint) {
        return inForce.get(endpoint).orElse(0);
    }

    /** The sets in force by endpoint, without those who have none; read from the kernel. */
    public Map<Integer, Integer> inForce() {
        Map<Integer, Integer> all = new HashMap<>();
        inForce.forEach(
                (endpoint, set) -> {
                    if (set != 0) {
                        all.put(endpoint, set);
                    }
                });
        return all;
    }

    /**
     * Answers to who sent what a set with {@code reject} refused.
     *
     * @param sent resets and ICMP errors
     * @param limited not sent, for being more than 1000 in a second and CPU
     */
    public record Rejections(long sent, long limited) {}

    /** Since the maps were made, over all CPUs. */
    public Rejections rejections() {
        return rejects.perCpu().get(0).orElse(List.of()).stream()
                .map(cpu -> new Rejections(cpu.sent(), cpu.limited()))
                .reduce(
                        new Rejections(0, 0),
                        (a, b) -> new Rejections(a.sent() + b.sent(), a.limited() + b.limited()));
    }
}
