package org.vibrissa.etcd.internal;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.identity.Labels;
import org.vibrissa.state.Subscription;

/**
 * Agreement on identities by etcd. While a fleet moves between stores numbers are claimed there
 * already, and are in use once etcd is the fleet's store.
 */
@Component
public final class EtcdIdentities implements IdentityAllocator {
    private static final int PRECEDENCE = 2;

    private final EtcdComponent etcd;

    @Activate
    public EtcdIdentities(@Reference EtcdComponent etcd) {
        this.etcd = etcd;
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public boolean inUse() {
        return etcd.stage() == Stage.ETCD;
    }

    @Override
    public int precedence() {
        return PRECEDENCE;
    }

    @Override
    public void use(Set<Labels> sets) {
        etcd.useIdentities(sets);
    }

    @Override
    public Allotment allotment() {
        return etcd.link().map(link -> link.identities().allotment()).orElse(Allotment.UNKNOWN);
    }

    @Override
    public Subscription watch(String name, Runnable changed) {
        return etcd.identitiesChanged().watchUnawaited(name, changed);
    }
}
