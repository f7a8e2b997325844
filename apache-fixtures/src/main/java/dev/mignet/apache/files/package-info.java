/**
 * The files that servers serve: sizes of the SPECweb99 static set, content from a seed. Start
 * reading at {@link dev.mignet.apache.files.FileSet}.
 */
@NullMarked
package dev.mignet.apache.files;

import org.jspecify.annotations.NullMarked;
