use strict;
my %opt = (t => 1);
if ($opt{t} =~ m{^=}) { print "true\n" }
my $h = { true => {} };
foreach my $k (keys %{$h}) { $opt{F} = ~1; }
