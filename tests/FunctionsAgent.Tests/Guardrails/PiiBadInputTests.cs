using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>A megabyte of what costs a careless matcher most. Each is done within a guard against hanging that is far above what it takes.</summary>
public sealed class PiiBadInputTests
{
    private const int Megabyte = 1_000_000;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("12-")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("1.")]
    [InlineData("::")]
    [InlineData("a:")]
    [InlineData("(")]
    [InlineData("+1(")]
    [InlineData("0049 30 ")]
    [InlineData("http://")]
    [InlineData("DE89")]
    [InlineData("<EMAIL_")]
    [InlineData("5/5/5-")]
    [InlineData("\ud83d")]
    [InlineData("\u202e\u200f")]
    [InlineData("a")]
    public async Task Every_recogniser_reads_it_to_its_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length));
        var masker = new Masker(new(PiiScanner.Known, ["customer.name"], [new("member", "M?-?[0-9]{6}")]));
        var masked = await Task.Run(() => masker.Mask(text, MaskMap.Empty, [new("customer.name", piece)])).WaitAsync(Hang);

        Assert.Equal(text, masked.Map.Unmask(masked.Text));
    }

    [Fact]
    public async Task Ten_thousand_entities_are_ten_thousand_tokens_and_come_back()
    {
        var text = string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"ada{i}@shop.example"));
        var masked = await Task.Run(() => new Masker(new(PiiScanner.Known, [], [])).Mask(text, MaskMap.Empty)).WaitAsync(Hang);

        Assert.Equal((10_000, 10_000), (masked.Map.Entries.Length, masked.Counts["email"]));
        Assert.StartsWith("<EMAIL_1>, <EMAIL_2>, ", masked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@", masked.Text, StringComparison.Ordinal);
        Assert.Equal(text, masked.Map.Unmask(masked.Text));
    }

    [Fact]
    public void Half_surrogates_and_turned_writing_around_an_address_hide_it_from_nobody()
    {
        const string text = "\ud83d ada@shop.example \udc00\u202eada@shop.example\u202c\ud83d\ude00";
        var masked = new Masker(new(["email"], [], [])).Mask(text, MaskMap.Empty);

        Assert.Equal("\ud83d <EMAIL_1> \udc00\u202e<EMAIL_1>\u202c\ud83d\ude00", masked.Text);
        Assert.Equal(text, masked.Map.Unmask(masked.Text));
    }
}
