package org.vibrissa.etcd.internal.feed;

import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;

/** What has something to write; called by the writer's thread alone. */
public interface Outbox {
    /**
     * Writes what waits, as far as it is known what etcd has.
     *
     * @throws EtcdException when something could not be written; it waits on
     */
    void drain(Etcd etcd) throws EtcdException;

    /** How many changes wait. */
    int waiting();
}
