using System.Text;
using System.Text.Json;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class MaskerTests
{
    private static readonly Masking Everything = new(PiiScanner.Known, ["customer.name", "customer.address"], [new("member", "M-[0-9]{6}"), new("odd", "[<>_A-Z]{0,3}[0-9@]{1,4}.?")]);

    private static readonly MaskedField[] Ada = [new("customer.name", "Ada Lovelace"), new("customer.address", "12 St James's Square")];

    [Fact]
    public void One_value_is_one_token_through_all_texts_of_a_conversation()
    {
        var masker = new Masker(new(["email", "card"], [], []));
        var first = masker.Mask("I am ada@shop.example, not bob@shop.example.", MaskMap.Empty);
        var second = masker.Mask("bob@shop.example pays with 4111 1111 1111 1111, ADA@shop.example with 4111111111111111.", first.Map);

        Assert.Equal("I am <EMAIL_1>, not <EMAIL_2>.", first.Text);
        Assert.Equal("<EMAIL_2> pays with <CARD_1>, <EMAIL_1b> with <CARD_1b>.", second.Text);
        Assert.Equal((2, 2), (second.Counts["card"], second.Counts["email"]));
        Assert.Equal("Dear ADA@shop.example, 4111 1111 1111 1111 is yours, <EMAIL_9> is not.", second.Map.Unmask("Dear <EMAIL_1b>, <CARD_1> is yours, <EMAIL_9> is not."));
    }

    [Fact]
    public void One_person_is_one_token_however_named()
    {
        var masked = new Masker(new([], ["customer.name"], [])).Mask("Ada Lovelace here. ADA LOVELACE! Ada's lamp; an adage, Lovelace said.", MaskMap.Empty, Ada[..1]);

        Assert.Equal("<PERSON_1> here. <PERSON_1b>! <PERSON_1c>'s lamp; an adage, <PERSON_1d> said.", masked.Text);
        Assert.Equal("Ada and Ada Lovelace", masked.Map.Unmask("<PERSON_1c> and <PERSON_1>"));
    }

    [Fact]
    public void What_looks_like_a_token_is_masked_itself()
    {
        var masker = new Masker(new(["email"], [], []));
        var masked = masker.Mask("ada@shop.example writes <EMAIL_1> and <EMAIL_x>", MaskMap.Empty);

        Assert.Equal("<EMAIL_1> writes <TEXT_1> and <EMAIL_x>", masked.Text);
        Assert.Equal("ada@shop.example writes <EMAIL_1> and <EMAIL_x>", masked.Map.Unmask(masked.Text));
    }

    [Fact]
    public void Only_labels_that_may_be_shown_are_unmasked()
    {
        var masked = new Masker(new(["email", "us-passport"], [], [])).Mask("ada@shop.example, passport A12803456", MaskMap.Empty);

        Assert.Equal("<EMAIL_1>, passport A12803456", masked.Map.Unmask(masked.Text, label => label == "us-passport"));
        Assert.Equal("ada@shop.example, passport <US_PASSPORT_1>", masked.Map.Unmask(masked.Text, label => label == "email"));
    }

    [Fact]
    public void Nothing_is_masked_that_was_not_asked_for()
    {
        var masked = new Masker(Masking.None).Mask("ada@shop.example, 4111 1111 1111 1111", MaskMap.Empty);

        Assert.True(Masking.None.IsOff);
        Assert.Equal(("ada@shop.example, 4111 1111 1111 1111", MaskMap.Empty, 0), (masked.Text, masked.Map, masked.Counts.Count));
    }

    [Fact]
    public void Masks_come_off_as_they_were_put_on_whatever_the_text()
    {
        var dice = new Random(8);
        var masker = new Masker(Everything);
        for (var round = 0; round < 4_000; round++)
        {
            var map = MaskMap.Empty;
            var texts = Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Text(dice)).ToArray();
            var masked = new List<string>();
            foreach (var text in texts)
            {
                var one = masker.Mask(text, map, Ada);
                Assert.Equal(text, one.Map.Unmask(one.Text));
                map = JsonSerializer.Deserialize<MaskMap>(JsonSerializer.Serialize(one.Map, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;
                Assert.Equal(one.Map, map);
                masked.Add(one.Text);
            }
            // Later texts add to the map and change nothing of what earlier ones were masked with.
            Assert.Equal(texts, masked.Select(text => map.Unmask(text)));
            Assert.Equal(map.Entries.Length, map.Entries.Select(entry => entry.Token).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("M-[0-9]{6,700}", "counts to 700")]
    [InlineData("M-[0-9]{99999999999}", "counts to")]
    [InlineData("(ab){17}", "counts to 17")]
    [InlineData("(?<=M)[0-9]{6}", "linear time")]
    [InlineData("(?<a>[0-9])\\k<a>", "linear time")]
    [InlineData("[0-9", "no regular expression")]
    [InlineData("a)(b", "no regular expression")]
    [InlineData("M?", "nothing is written")]
    public void A_pattern_whose_cost_customers_could_drive_is_refused(string pattern, string because)
    {
        Assert.Contains(because, MaskPatternForm.Problem(pattern), StringComparison.Ordinal);
        Assert.Contains(because, Assert.Throws<ArgumentException>(() => new Masker(new([], [], [new("member", pattern)]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("M-[0-9]{6}")]
    [InlineData("[*+{]M[]{}+]{1,3}\\+\\*")]
    [InlineData("M{x}")]
    [InlineData("ACME-[0-9]+")]
    [InlineData("(a+)+b")]
    [InlineData("M-[0-9]{6,}")]
    public void Other_patterns_are_taken(string pattern) => Assert.Null(MaskPatternForm.Problem(pattern));

    [Fact]
    public void A_pattern_that_begins_with_an_option_is_found_each_time()
    {
        var masked = new Masker(new([], [], [new("part", " ?, ?")])).Mask(" a,, b , c", MaskMap.Empty);

        Assert.Equal(" a<PART_1><PART_2>b<PART_3>c", masked.Text);
    }

    [Fact]
    public void A_pattern_is_found_wherever_in_a_long_text_it_stands()
    {
        var masker = new Masker(new([], [], [new("member", @"\bM-[0-9]+\b")]));
        for (var before = 0; before < 2_100; before += 7)
        {
            var text = $"{new string('x', before)} M-{before} xM-1 M-1x M-{before}";
            Assert.Equal($"{new string('x', before)} <MEMBER_1> xM-1 M-1x <MEMBER_1>", masker.Mask(text, MaskMap.Empty).Text);
        }
    }

    [Fact]
    public void A_name_of_the_runtimes_own_is_no_patterns_name() =>
        Assert.Contains("email", Assert.Throws<ArgumentException>(() => new Masker(new([], [], [new("email", "M-[0-9]{6}")]))).Message, StringComparison.Ordinal);

    private static string Text(Random dice)
    {
        string[] pieces =
        [
            "ada@shop.example", "ADA@SHOP.example", "4111 1111 1111 1111", "4111111111111111", "DE89 3704 0044 0532 0130 00", "Ada Lovelace", "Ada", "lovelace", "12 st james's square", "M-123456", "<EMAIL_1>", "<TEXT_1>", "<EMAIL_", "_1>", "<", ">", "<<EMAIL_1>>",
            "<PERSON_1b>", "<A_1", "https://ada@shop.example/<EMAIL_1>", "415-555-0132x12", "+49 30 1234567", "passport A12803456", "10.0.0.1", "::", "\ud83d", "\ude00", "\ud83d\ude00", "\u202e", "é", "İ", "ß", "日本", "\0", "\n", " ", ", ", ". ", "-", "@", "1", "23", "E", "_",
        ];
        var text = new StringBuilder();
        for (var count = dice.Next(0, 14); count > 0; count--)
            text.Append(dice.Next(5) == 0 ? ((char)dice.Next(0x10000)).ToString() : pieces[dice.Next(pieces.Length)]).Append(dice.Next(3) == 0 ? " " : "");
        return text.ToString();
    }
}
