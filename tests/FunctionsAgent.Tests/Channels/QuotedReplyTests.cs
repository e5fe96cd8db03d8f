using FunctionsAgent.Channels;

namespace FunctionsAgent.Tests.Channels;

public sealed class QuotedReplyTests
{
    [Theory]
    [InlineData("Yes please.\n\nOn Tue, 3 Nov 2026 at 10:00, Shop <support@shop.example> wrote:\n> Shall we?", "Yes please.")]
    [InlineData("Yes please.\n\nOn Tue, 3 Nov 2026 at 10:00, A Very Long Shop Name\n<support@shop.example>\nwrote:\n> Shall we?", "Yes please.")]
    [InlineData("Ja.\n\nAm Di., 3. Nov. 2026 um 10:00 Uhr schrieb Shop <support@shop.example>:\n> Sollen wir?", "Ja.")]
    [InlineData("Oui.\n\nLe mar. 3 nov. 2026 à 10:00, Shop <support@shop.example> a écrit :\n> On y va ?", "Oui.")]
    [InlineData("Sí.\n\nEl mar, 3 nov 2026 a las 10:00, Shop (<support@shop.example>) escribió:\n> ¿Sí?", "Sí.")]
    [InlineData("Fine.\r\n\r\n-----Original Message-----\r\nFrom: Shop\r\nOld", "Fine.")]
    [InlineData("Fine.\n\n________________________________\nFrom: Shop <s@shop.example>\nSent: Tuesday\nTo: Ann\nSubject: Order\n\nOld", "Fine.")]
    [InlineData("Gut.\n\nVon: Shop\nGesendet: Dienstag\nAn: Ann\nBetreff: Bestellung\n\nAlt", "Gut.")]
    [InlineData("New.\n-- write above this line --\nOld", "New.")]
    [InlineData("New.\n\n> Old\n> Older\n", "New.")]
    [InlineData("On Tue Shop wrote:\n> Which order?\n\n#W1001", "#W1001")]
    [InlineData("> Which order?\n#W1001\n> Anything else?\nNo", "> Which order?\n#W1001\n> Anything else?\nNo")]
    [InlineData("> Only a quote", "> Only a quote")]
    [InlineData("On Monday I ordered #W1001.\nThe clerk wrote: it ships today.", "On Monday I ordered #W1001.\nThe clerk wrote: it ships today.")]
    [InlineData("From: the kitchen\nIt fell.", "From: the kitchen\nIt fell.")]
    [InlineData("", "")]
    public void Only_what_the_writer_wrote_is_left(string mail, string own) => Assert.Equal(own, QuotedReply.Strip(mail));

    [Theory]
    [InlineData("On \n")]
    [InlineData("From: x\n")]
    [InlineData("> \n")]
    [InlineData("On Tue wrote ")]
    public void A_mail_made_to_be_slow_costs_no_more_than_its_length(string line) =>
        Assert.NotNull(QuotedReply.Strip(string.Concat(Enumerable.Repeat(line, 200_000))));
}
