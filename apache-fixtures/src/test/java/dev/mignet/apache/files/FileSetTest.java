package dev.mignet.apache.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSetTest {

  private final FileSet files = new FileSet(1);

  @ParameterizedTest
  @CsvSource({
    "0,0,102",
    "0,4,512",
    "0,8,921",
    "1,0,1024",
    "1,3,4096",
    "1,8,9216",
    "2,0,10240",
    "2,8,92160",
    "3,0,102400",
    "3,8,921600"
  })
  void sizes_are_those_of_specweb99(int fileClass, int file, int size) {
    assertThat(FileSet.size(fileClass, file)).isEqualTo(size);
  }

  @Test
  void a_file_outside_the_set_is_refused() {
    assertThatThrownBy(() -> FileSet.size(4, 0)).hasMessage("no file 0 in class 4");
    assertThatThrownBy(() -> FileSet.size(0, 9)).hasMessage("no file 9 in class 0");
  }

  @Test
  void the_set_holds_four_classes_of_nine_and_two_big_files() {
    assertThat(files.entries()).hasSize(38);
    assertThat(files.entries()).contains(new FileSet.Entry("class2/file0", 10240));
    assertThat(files.entries()).contains(new FileSet.Entry("class0/big", 5_000_000));
    assertThat(files.entries().stream().mapToInt(FileSet.Entry::size).sum())
        .isEqualTo(5_119_484 + 2 * 5_000_000);
  }

  @Test
  void content_depends_on_seed_and_name_alone() {
    FileSet.Entry entry = new FileSet.Entry("class0/file3", 409);
    assertThat(files.content(entry)).isEqualTo(new FileSet(1).content(entry));
    assertThat(files.content(entry)).isNotEqualTo(new FileSet(2).content(entry));
    assertThat(files.content(entry))
        .isNotEqualTo(files.content(new FileSet.Entry("class0/file4", 409)));
  }

  @Test
  void every_file_is_written_in_full_and_readable_for_everybody(@TempDir Path folder)
      throws IOException {
    Path root = folder.resolve("shared/htdocs");
    files.writeTo(root);
    for (FileSet.Entry entry : files.entries()) {
      assertThat(root.resolve(entry.path())).hasBinaryContent(files.content(entry));
    }
    assertThat(Files.getPosixFilePermissions(root.resolve("class0/file0"))).hasSize(4);
    assertThat(folder.resolve("shared")).isDirectoryNotContaining("glob:**unfinished");
  }

  @Test
  void a_folder_that_is_there_is_left_as_it_is(@TempDir Path folder) throws IOException {
    files.writeTo(folder);
    assertThat(folder).isEmptyDirectory();
  }
}
