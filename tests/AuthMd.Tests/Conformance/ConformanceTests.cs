namespace AuthMd.Tests.Conformance;

/// <summary>The list of specification §28: prints a line an item, and fails where an item does.</summary>
public sealed class ConformanceTests
{
    public static IEnumerable<object[]> All => ConformanceList.Items.SelectMany(item => item.Proofs.Select(proof => new object[] { proof.Key.ToString(), item.Name }));

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_service_conforms(string dialect, string name)
    {
        var item = ConformanceList.Items.Single(item => item.Name == name);
        try
        {
            foreach (var proof in item.Proofs[Enum.Parse<AuthMdDialect>(dialect)]) await proof.RunAsync();
        }
        catch
        {
            Print(dialect, name, "FAILED");
            throw;
        }
        Print(dialect, name, "ok");
    }

    [Fact]
    public void Every_item_is_proven_in_the_dialects_it_belongs_to()
    {
        Assert.Equal(ConformanceList.Names.Length, ConformanceList.Names.Distinct().Count());
        Assert.Equal(ConformanceList.Names.Order(), ConformanceList.Items.Select(item => item.Name).Order());
        foreach (var item in ConformanceList.Items)
            Assert.True(item.Proofs.GetValueOrDefault(item.Name.StartsWith("(A)", StringComparison.Ordinal) ? AuthMdDialect.A : AuthMdDialect.B) is { Length: > 0 }, $"Nothing proves '{item.Name}'.");
    }

    private static void Print(string dialect, string name, string result) => Console.WriteLine($"[conformance] {dialect} {name}: {result}");
}
