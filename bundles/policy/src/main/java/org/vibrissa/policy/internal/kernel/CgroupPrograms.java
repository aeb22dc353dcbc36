package org.vibrissa.policy.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.CgroupAttach;
import org.vibrissa.endpoint.CgroupEnforcer;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.policy.internal.bpf.Cgroup;

/**
 * The programs at the sockets of cgroups. Their links are pinned: they outlive the daemon, and the
 * next one puts its own programs into them. Loaded when the first cgroup needs them. Thread safe.
 */
@Component(
        service = {CgroupEnforcer.class, CgroupPrograms.class},
        immediate = true)
public final class CgroupPrograms implements CgroupEnforcer {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupPrograms.class);
    private static final String PACKETS = "cgroup";
    private static final String CALLS = "connect";

    /** What their objects are called that tell of refusals by flow events. */
    private static final String TOLD = "_told";

    private static final String PIN = "cg_";

    /** Packets first: when they are judged, the calls may be. */
    private static final Map<CgroupAttach, String> HOOKS = hooks();

    private final BpfLoader loader;
    private final PolicyMaps maps;
    private final List<BpfObject> objects = new ArrayList<>();
    private final Map<CgroupAttach, BpfProgram> programs = new EnumMap<>(CgroupAttach.class);
    private final Map<String, BpfLink> links = new HashMap<>();

    /** Whether there is a ring for events of what is refused. */
    private boolean told;

    private static Map<CgroupAttach, String> hooks() {
        Map<CgroupAttach, String> hooks = new EnumMap<>(CgroupAttach.class);
        hooks.put(CgroupAttach.SKB_INGRESS, "vib_cgroup_ingress");
        hooks.put(CgroupAttach.SKB_EGRESS, "vib_cgroup_egress");
        hooks.put(CgroupAttach.INET4_CONNECT, "vib_cgroup_connect4");
        hooks.put(CgroupAttach.INET6_CONNECT, "vib_cgroup_connect6");
        hooks.put(CgroupAttach.UDP4_SENDMSG, "vib_cgroup_sendmsg4");
        hooks.put(CgroupAttach.UDP6_SENDMSG, "vib_cgroup_sendmsg6");
        return hooks;
    }

    /** Takes over what an earlier daemon attached. */
    @Activate
    public CgroupPrograms(@Reference BpfLoader loader, @Reference PolicyMaps maps) {
        this.loader = loader;
        this.maps = maps;
        for (String pin : loader.pinnedLinks()) {
            if (pin.startsWith(PIN)) {
                loader.adopt(pin).ifPresent(link -> takeOver(pin, link));
            }
        }
    }

    private void takeOver(String pin, BpfLink link) {
        BpfProgram program = link.attached() ? programs().get(hook(pin)) : null;
        if (program != null) {
            link.update(program);
            links.put(pin, link);
        } else {
            link.detach();
        }
    }

    /** The programs, loaded by now. */
    private Map<CgroupAttach, BpfProgram> programs() {
        if (programs.isEmpty()) {
            load(PACKETS);
            try {
                load(CALLS);
            } catch (BpfException e) {
                LOG.warn(
                        "connect and sendmsg of cgroups are not judged on this kernel, only packets: {}",
                        e.getMessage());
            }
        }
        return programs;
    }

    private void load(String entry) {
        BpfObject object = object(entry);
        objects.add(object);
        HOOKS.forEach(
                (hook, name) -> {
                    if (object.programNames().contains(name)) {
                        programs.put(hook, object.program(name));
                    }
                });
    }

    private BpfObject object(String entry) {
        if (told) {
            try {
                return loader.load(PolicyMaps.cgroupSurviving("bpf/" + entry + TOLD + ".bpf.o"));
            } catch (BpfException e) {
                LOG.warn("what cgroups refuse is counted only: {}", e.getMessage());
                told = false;
            }
        }
        return loader.load(PolicyMaps.cgroupSurviving("bpf/" + entry + ".bpf.o"));
    }

    /**
     * Flows are told from now on, to a ring that may be a new one: the programs write to that.
     * While nobody reads they go on, as the trace stage does.
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setFlows(FlowLedger flows) {
        told = true;
        if (!programs.isEmpty()) {
            List<BpfObject> before = List.copyOf(objects);
            objects.clear();
            programs.clear();
            Map<CgroupAttach, BpfProgram> now = programs();
            links.forEach(
                    (pin, link) -> Optional.ofNullable(now.get(hook(pin))).ifPresent(link::update));
            before.forEach(BpfObject::close);
        }
    }

    /** Nobody reads for now. */
    void unsetFlows(FlowLedger flows) {
        LOG.debug("{} has gone: refusals go on to the ring", flows);
    }

    @Override
    public synchronized void attach(LocalEndpoint endpoint, Path cgroup) {
        attach(endpoint.id(), cgroup);
    }

    /** Puts an endpoint in force on a cgroup; its row first, so that the first packet finds it. */
    synchronized void attach(int endpoint, Path cgroup) {
        long id = id(cgroup);
        maps.cgroups().put(id, new Cgroup(endpoint));
        programs().forEach((hook, program) -> attach(program, id, cgroup, hook));
        others(endpoint, id).forEach(this::remove);
    }

    private void attach(BpfProgram program, long id, Path cgroup, CgroupAttach hook) {
        String pin = pin(id, hook);
        BpfLink known = links.get(pin);
        if (known != null && known.attached()) {
            return;
        }
        if (known != null) {
            known.detach();
        }
        links.put(pin, loader.attachCgroup(program, cgroup, hook, Optional.of(pin)));
    }

    /** The endpoints whose cgroups' packets are judged, maybe since an earlier daemon. */
    public synchronized Set<Integer> endpoints() {
        return maps.cgroups().entries().values().stream()
                .map(Cgroup::endpoint)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void detach(LocalEndpoint endpoint) {
        detach(endpoint.id());
    }

    synchronized void detach(int endpoint) {
        others(endpoint, 0).forEach(this::remove);
    }

    /** Cgroups of an endpoint but that one; ids begin at 1. */
    private List<Long> others(int endpoint, long but) {
        List<Long> all = new ArrayList<>();
        maps.cgroups()
                .forEach(
                        (id, value) -> {
                            if (value.endpoint() == endpoint && id != but) {
                                all.add(id);
                            }
                        });
        return all;
    }

    private void remove(long id) {
        for (CgroupAttach hook : HOOKS.keySet()) {
            BpfLink link = links.remove(pin(id, hook));
            if (link != null) {
                link.detach();
            }
        }
        maps.cgroups().delete(id);
    }

    private static String pin(long id, CgroupAttach hook) {
        return PIN + id + "_" + hook.name().toLowerCase(Locale.ROOT);
    }

    private static CgroupAttach hook(String pin) {
        String name = pin.substring(pin.indexOf('_', PIN.length()) + 1);
        return CgroupAttach.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As the kernel numbers cgroups: by the inode of the folder. */
    private static long id(Path cgroup) {
        try {
            return (Long) Files.getAttribute(cgroup, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read cgroup " + cgroup, e);
        }
    }

    @Deactivate
    synchronized void deactivate() {
        links.values().forEach(BpfLink::close);
        links.clear();
        objects.forEach(BpfObject::close);
        objects.clear();
        programs.clear();
    }
}
