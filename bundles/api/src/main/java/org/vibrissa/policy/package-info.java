/** What is enforced on endpoints. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package org.vibrissa.policy;
