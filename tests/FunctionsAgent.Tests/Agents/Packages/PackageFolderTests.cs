using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Agents;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Agents.Packaging;

public sealed class PackageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_a_package()
    {
        Write(PackageBench.Files());
        var (package, errors) = PackageFolder.Read(folder.Path, PackageBench.Context);

        Assert.Equal("", string.Join('\n', errors));
        Assert.Equal(PackageBench.Files().Version, package!.Version);
        Assert.Matches("^[0-9a-f]{12}$", package.Version);
        Assert.Equal(["agent.yaml", "shop.agent", "tests/orders.yaml", "tools/get_order.yaml", "voice.yaml"], package.Files!.All.Keys);
    }

    [Theory]
    [InlineData("backend/Program.txt")]
    [InlineData(".git/config")]
    [InlineData("tools/.get_order.yaml.swp")]
    [InlineData("bin/x.dll")]
    [InlineData("knowledge/obj/x.md")]
    [InlineData("Flow.cs")]
    [InlineData("more/Agent.csproj")]
    public void What_belongs_to_the_program_around_it_is_left_out(string file)
    {
        Write(PackageBench.Files());
        Put(file, "x");
        Assert.Equal(PackageBench.Files(), PackageFolder.Files(folder.Path).Files);
    }

    [Fact]
    public void Articles_and_other_files_are_kept_as_they_are()
    {
        Write(PackageBench.Files());
        Put("knowledge/returns.md", "# Returns");
        Put("knowledge/backend/map.png", "x");
        var files = PackageFolder.Files(folder.Path).Files!;
        Assert.Equal("# Returns", Encoding.UTF8.GetString(files.All["knowledge/returns.md"].Span));
        Assert.True(files.All.ContainsKey("knowledge/backend/map.png"));
        Assert.NotEqual(PackageBench.Files().Version, files.Version);
    }

    [Fact]
    public void Line_ends_make_no_other_version_and_every_other_byte_does()
    {
        var files = PackageBench.Files();
        Assert.Equal(files.Hash, PackageBench.Files(("agent.yaml", PackageBench.Agent.Replace("\n", "\r\n", StringComparison.Ordinal))).Hash);
        Assert.NotEqual(files.Hash, PackageBench.Files(("agent.yaml", PackageBench.Agent + " ")).Hash);
        Assert.NotEqual(files.Hash, PackageBench.Files(("agent.yaml", PackageBench.Agent.Replace("\n", "\r", StringComparison.Ordinal))).Hash);
        Assert.NotEqual(Of(("a", "xy"), ("b", "")).Hash, Of(("a", "x"), ("b", "y")).Hash);
        Assert.NotEqual(Of(("a", "x")).Hash, Of(("b", "x")).Hash);
        Assert.NotEqual(Of(("a", "\0\r\n")).Hash, Of(("a", "\0\n")).Hash);
    }

    [Fact]
    public void The_order_in_which_files_were_found_makes_no_other_version() => Assert.Equal(Of(("b", "2"), ("a", "1"), ("B", "3")).Hash, Of(("B", "3"), ("a", "1"), ("b", "2")).Hash);

    [Fact]
    public void A_package_read_from_files_has_the_version_of_its_files_and_of_nothing_else()
    {
        var package = PackageBench.Read();
        Assert.Equal(package.Files!.Version, (package with { Revision = 7, Texts = Texts.Default }).Version);
        Assert.NotEqual(package.Version, (package with { Files = null }).Version);
    }

    [Fact]
    public void Files_that_differ_in_capitals_alone_are_refused()
    {
        Write(PackageBench.Files());
        Put("knowledge/Returns.md", "a");
        Put("knowledge/returns.md", "b");
        if (Directory.GetFiles(folder.File("knowledge")).Length == 1) return; // this file system knows no difference
        Assert.Contains("differ in capitals alone", Assert.Single(PackageFolder.Files(folder.Path).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_files_or_bytes_than_the_limits_are_refused()
    {
        for (var i = 0; i <= PackageFiles.MaxFiles; i++) Put($"knowledge/{i}.md", "");
        Assert.Contains("more than 2,000 files", Assert.Single(PackageFolder.Files(folder.Path).Errors).Message, StringComparison.Ordinal);

        using var large = new TemporaryFolder();
        for (var i = 0; i < 3; i++)
            using (var file = File.Create(large.File($"{i}.bin"))) file.SetLength(8 * 1024 * 1024);
        var error = Assert.Single(PackageFolder.Files(large.Path).Errors);
        Assert.Contains("more than 20,971,520 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file outside")]
    [InlineData("file outside by a folder")]
    [InlineData("folder")]
    [InlineData("circle")]
    [InlineData("nowhere")]
    public void A_link_out_of_the_folder_is_refused(string kind)
    {
        using var outside = new TemporaryFolder();
        File.WriteAllText(outside.File("secret.md"), "secret");
        Write(PackageBench.Files());
        var link = folder.File("knowledge.md");
        if (kind == "file outside") File.CreateSymbolicLink(link, outside.File("secret.md"));
        if (kind == "folder") Directory.CreateSymbolicLink(link, folder.Path);
        if (kind == "circle") File.CreateSymbolicLink(link, link);
        if (kind == "nowhere") File.CreateSymbolicLink(link, folder.File("none"));
        if (kind == "file outside by a folder")
        {
            Directory.CreateSymbolicLink(folder.File("..data"), outside.Path);
            File.CreateSymbolicLink(link, Path.Combine("..data", "secret.md"));
        }

        var error = Assert.Single(PackageFolder.Files(folder.Path).Errors);
        Assert.Equal("knowledge.md", error.File);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_inside_is_followed()
    {
        Write(PackageBench.Files());
        Directory.CreateDirectory(folder.File("..2026"));
        File.Move(folder.File("voice.yaml"), folder.File("..2026/voice.yaml"));
        Directory.CreateSymbolicLink(folder.File("..data"), "..2026");
        File.CreateSymbolicLink(folder.File("voice.yaml"), Path.Combine("..data", "voice.yaml"));
        Assert.Equal(PackageBench.Files(), PackageFolder.Files(folder.Path).Files);
    }

    private static PackageFiles Of(params (string Path, string Text)[] files)
    {
        var all = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.WithComparers(StringComparer.Ordinal);
        foreach (var (path, text) in files) all = all.Add(path, Encoding.UTF8.GetBytes(text));
        return new(all);
    }

    private void Write(PackageFiles files)
    {
        foreach (var (path, bytes) in files.All) Put(path, Encoding.UTF8.GetString(bytes.Span));
    }

    private void Put(string path, string text)
    {
        var file = folder.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
