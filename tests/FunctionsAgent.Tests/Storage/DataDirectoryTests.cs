using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_is_created_and_left_with_nothing_but_the_lock()
    {
        using var data = DataDirectory.Open(_directory.File("new/data"));

        Assert.Equal(_directory.File("new/data"), data.Root);
        Assert.Equal(["agent.lock"], Directory.GetFileSystemEntries(data.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void A_second_instance_is_told_which_directory_is_in_use()
    {
        var path = _directory.File("data");
        using (DataDirectory.Open(path))
        {
            var e = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(path));
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
            Assert.Contains("in use by another instance", e.Message, StringComparison.Ordinal);
        }
        DataDirectory.Open(path).Dispose();
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_told_apart_from_one_in_use()
    {
        var path = _directory.File("file");
        File.WriteAllText(path, "not a directory");

        var e = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(path));
        Assert.Contains($"{path} cannot be written", e.Message, StringComparison.Ordinal);
    }
}
