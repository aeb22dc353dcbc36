/** The datapath's own kernel objects: shared maps, roots, core stages. */
@org.osgi.annotation.bundle.Capability(
        namespace = "org.vibrissa.bpf.sdk",
        attribute = {
            "abi:Long=1",
            "maps:List<String>=\"vib_scratch,vib_config,vib_drops,vib_chain_ep,vib_chain_dlv,vib_chain_net,"
                    + "vib_chain_host,vib_ct4,vib_ct6,vib_frags,vib_iphash,vib_ipcache,vib_endpoints,"
                    + "vib_nodes,vib_groups,vib_watch\""
        })
package org.vibrissa.datapath.internal.core;
