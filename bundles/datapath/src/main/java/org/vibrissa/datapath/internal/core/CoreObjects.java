package org.vibrissa.datapath.internal.core;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ChainLease;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.internal.host.HostMark;

/**
 * The datapath's own objects in the kernel: the shared maps, the roots and the core stages. On a
 * restart the pinned maps are adopted with all they hold and the programs are loaded anew; nothing
 * is in force until the pipeline and the attachments say so.
 */
@Component(service = CoreObjects.class, configurationPid = CoreConfig.PID)
public final class CoreObjects {
    /** Object files with core stages, in the order in which their slots are filled. */
    public static final List<String> STAGES =
            List.of("terminal", "commit", "deliver", "ipcache", "conntrack", "guard");

    private static final String TABLES = "bpf/tables.bpf.o";
    private static final String ROOT = "bpf/root.bpf.o";

    private final BpfLoader loader;
    private final List<ChainLease> leases = new ArrayList<>();
    private final List<BpfObject> objects = new ArrayList<>();
    private final BpfObject tablesObject;
    private final BpfObject rootObject;
    private final Map<String, BpfObject> stageObjects;
    private final CoreTables tables;

    @Activate
    public CoreObjects(@Reference HostMark mark, @Reference BpfLoader loader, CoreConfig config) {
        this.loader = loader;
        try {
            for (Chain chain : Chain.values()) {
                leases.add(loader.lease(chain.label()));
            }
            tablesObject =
                    load(
                            ObjectRequest.of(TABLES)
                                    .maxEntries("vib_ct4", config.conntrack_max_entries_ipv4())
                                    .maxEntries("vib_ct6", config.conntrack_max_entries_ipv6())
                                    .survive(mapNames(loader.open(TABLES))));
            tables = CoreTables.of(tablesObject);
            rootObject = load(ObjectRequest.of(ROOT));
            Map<String, BpfObject> loaded = new java.util.LinkedHashMap<>();
            for (String stage : STAGES) {
                loaded.put(stage, load(ObjectRequest.of(entry(stage))));
            }
            stageObjects = loaded;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private BpfObject load(ObjectRequest request) {
        BpfObject object = loader.load(request);
        objects.add(object);
        return object;
    }

    private static String[] mapNames(BpfObjectSpec spec) {
        return spec.maps().stream().map(MapSpec::name).toArray(String[]::new);
    }

    private static String entry(String stage) {
        return "bpf/" + stage + ".bpf.o";
    }

    @Deactivate
    void deactivate(ComponentContext context) {
        close();
    }

    private void close() {
        Stream.concat(objects.stream(), leases.stream())
                .forEach(
                        resource -> {
                            try {
                                resource.close();
                            } catch (Exception e) {
                                throw new IllegalStateException("cannot release " + resource, e);
                            }
                        });
    }

    public BpfLoader loader() {
        return loader;
    }

    public CoreTables tables() {
        return tables;
    }

    /** The object that declares every shared map; its shadow is a whole private set of them. */
    public BpfObject tablesObject() {
        return tablesObject;
    }

    public BpfObject rootObject() {
        return rootObject;
    }

    /** The core stages' objects by name, in the order of {@link #STAGES}. */
    public Map<String, BpfObject> stageObjects() {
        return stageObjects;
    }

    /** The root of chain host at egress of underlay devices. */
    public BpfProgram uplinkRoot() {
        return rootObject.program("vib_root_uplink");
    }

    /** The roots by the chain they enter; {@code dlv} has none. */
    public Map<Chain, BpfProgram> roots() {
        Map<Chain, BpfProgram> roots = new EnumMap<>(Chain.class);
        for (Chain chain : List.of(Chain.EP, Chain.NET, Chain.HOST)) {
            roots.put(chain, rootObject.program("vib_root_" + chain.label()));
        }
        return roots;
    }
}
