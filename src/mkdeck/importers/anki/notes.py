"""stub"""
from mkdeck.importers.draft import Remark
class ForeignReader:
    def __init__(self, collection, files):
        self.remarks: list[Remark] = []
    def read(self, number, note):
        return ["not yet"]
